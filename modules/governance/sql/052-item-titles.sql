-- A supervisor may name an item in English too; without a name it goes by its Chinese one.

alter table governance_items add column title_en text not null default '' check (char_length(title_en) <= 300);
