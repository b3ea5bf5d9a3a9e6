-- What the fleet is. Declared objects (what people, CI and Git state) and observed ones (what members report of themselves) have the
-- same shape and live in tables of their own: they grow, age and are restored apart. The member's name decides; it is empty for the
-- fleet's own.

create table counters (
    name  text primary key,
    value bigint not null
);
comment on table counters is 'revision: of the last commit. history: up to here it is forgotten. status: of the last status written.';
insert into counters (name, value) values ('revision', 0), ('history', 0), ('status', 0);

create table objects (
    member     text collate "C" not null,
    kind       text collate "C" not null,
    namespace  text collate "C" not null,
    name       text collate "C" not null,
    uid        uuid not null,
    revision   bigint not null,
    generation bigint not null check (generation > 0),
    created    timestamptz not null,
    body       json,
    sealed     bytea,
    primary key (member, kind, namespace, name),
    constraint either_readable_or_sealed check ((body is null) <> (sealed is null))
) partition by list (member);
comment on column objects.kind is 'plural.group, for example httproutes.gateway.networking.k8s.io';
comment on column objects.body is 'json, not jsonb: what was stated comes back to the letter. Query it as jsonb by a cast.';
comment on column objects.sealed is 'The encrypted body of a Secret, bound to the uid and the revision.';

create table declared_objects partition of objects for values in ('');
create table observed_objects partition of objects default;

-- One row for each change, never updated. Of the observed ones only the last minutes are kept. What a Secret held stands in no row.
create table changes (
    revision   bigint not null,
    member     text collate "C" not null,
    kind       text collate "C" not null,
    namespace  text collate "C" not null,
    name       text collate "C" not null,
    type       text not null check (type in ('ADDED', 'MODIFIED', 'DELETED')),
    uid        uuid not null,
    -- Of the object that the change left behind; where it was deleted, of the last one that was.
    object_revision bigint not null,
    generation bigint not null,
    created    timestamptz not null,
    body       json,
    author     text not null,
    at         timestamptz not null,
    primary key (revision, member, kind, namespace, name)
) partition by list (member);

create table declared_changes partition of changes for values in ('');
create table observed_changes partition of changes default;

-- The uid tells the status of an object from that of an earlier one of its name.
create table statuses (
    member    text collate "C" not null,
    kind      text collate "C" not null,
    namespace text collate "C" not null,
    name      text collate "C" not null,
    uid       uuid not null,
    point     bigint not null,
    body      json not null,
    primary key (member, kind, namespace, name)
);
create index statuses_by_point on statuses (point);

-- A Gateway of the fleet's tree (gateway_member is empty) or of a member's own, and the address that it holds in a member.
create table gateway_addresses (
    member            text collate "C" not null,
    gateway_member    text collate "C" not null,
    gateway_namespace text collate "C" not null,
    gateway_name      text collate "C" not null,
    address           text not null,
    primary key (member, gateway_member, gateway_namespace, gateway_name),
    constraint one_gateway_an_address unique (member, address)
);

-- Something known, sealed with the key file: a hub with another key file stops at its start, before it writes anything.
create table key_checks (
    name   text primary key,
    sealed bytea not null
);
