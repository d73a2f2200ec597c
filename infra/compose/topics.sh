#!/bin/bash
# Creates the topics as infra/kubernetes/base/kafka/topics.yaml declares them; what is there stays. A test holds both to
# each other.
set -eu

create() {
    local name=$1
    shift
    local settings=()
    for setting in "$@"; do
        settings+=(--config "$setting")
    done
    /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BROKERS" --create --if-not-exists --topic "$name" \
        --partitions 12 --replication-factor 3 --config min.insync.replicas=2 "${settings[@]}"
}

create optin.events.v1 cleanup.policy=delete retention.ms=2592000000
create grant.events.v1 cleanup.policy=compact min.compaction.lag.ms=2592000000 max.compaction.lag.ms=2678400000 segment.ms=86400000
create delivery.events.v1 cleanup.policy=delete retention.ms=2592000000
create optin.events.v1.token-manager.dlt cleanup.policy=delete retention.ms=7776000000
create grant.events.v1.history-worker.dlt cleanup.policy=delete retention.ms=7776000000
create grant.events.v1.optin-web.dlt cleanup.policy=delete retention.ms=7776000000
