-- Days that are not known whole are few, and are looked for among all: they take no part in what sub-meters
-- leave, and wait for readings that come late.
create index factory_energy_days_partial on factory_energy_days (meter_id, day)
  where covered_micros < extract(epoch from ends_at - starts_at) * 1000000;
