-- Who belongs to the fleet and by what proof. Of tokens only hashes are kept, of the CA's key only what the key file opens.

create table authority (
    only_one    boolean primary key default true check (only_one),
    certificate text not null,
    sealed_key  bytea not null
);
comment on column authority.sealed_key is 'The encrypted PKCS#8 key, bound to the certificate.';

-- A certificate's serial number carries the epoch that it was issued in; those of earlier epochs are void. No row means epoch 0.
create table member_epochs (
    member text collate "C" primary key,
    epoch  integer not null check (epoch > 0)
);

create table revoked_certificates (
    serial  text primary key,
    expires timestamptz not null
);

create table join_tokens (
    id          text primary key,
    member      text collate "C" not null,
    pool        text not null,
    secret_hash text not null,
    expires     timestamptz not null,
    used        timestamptz
);
create index join_tokens_by_member on join_tokens (member);

create table access_tokens (
    id          text primary key,
    subject     text not null,
    role        text not null check (role in ('FLEET_ADMIN')),
    secret_hash text not null,
    created     timestamptz not null,
    expires     timestamptz
);
