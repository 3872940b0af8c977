-- A command that was sent and of which nothing was read back is neither done nor refused.
alter table factory_commands drop constraint factory_commands_state_check;
alter table factory_commands add constraint factory_commands_state_check
  check (state in ('given', 'sent', 'confirmed', 'differs', 'refused', 'unproved', 'expired'));
