#!/bin/sh
# Starts the service once, up to where it would take requests, so that the JVM notes which classes it loads: app.aot.
# Usage: train.sh FOLDER-OF-THE-APPLICATION FOLDER-OF-THE-LOCAL-STACK (with a key beside it)
# A service waits for its store at start; the local stack's stands in. Kafka and UPS are not asked before requests are.
set -eu
app=$1
stack=$2
scratch=$(mktemp -d)
port=27017

mkfifo "$scratch/until"
java -cp "$stack/local-stack.jar" com.deliveryhistory.servers.MongoProcess $port "$scratch/store" \
    <"$scratch/until" >"$scratch/log" 2>&1 &
store=$!
exec 3>"$scratch/until" # the store ends when this is closed

until grep -q 'ready on port' "$scratch/log"; do
    kill -0 $store 2>/dev/null || { cat "$scratch/log"; exit 1; }
    sleep 0.2
done

cd "$app"
SPRING_MONGODB_URI=mongodb://127.0.0.1:$port/training \
    ENCRYPTION_LOCALKEYFILE=$scratch/encryption.key ENCRYPTION_CREATEIFMISSING=true \
    SEALING_KEYFILE=$scratch/sealing.jwks SEALING_CREATEIFMISSING=true \
    SERVICEIDENTITY_PRIVATEKEY=file:$stack/training.jwk \
    UPS_APPLICATIONS_ODCS_CLIENTID=training UPS_APPLICATIONS_ODCS_CLIENTSECRET=training \
    timeout 300 java -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar app.jar
exec 3>&-
wait $store || true
rm -rf "$scratch"
test -s app.aot
