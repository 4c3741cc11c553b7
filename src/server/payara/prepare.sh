#!/usr/bin/env bash
# Prepares a Payara Server for Relay: prepare.sh PAYARA_HOME [domain] [admin port]. The domain must be running;
# deploy afterwards with: asadmin deploy --name relay relay.ear
set -euo pipefail
home=${1:?usage: prepare.sh PAYARA_HOME [domain] [admin port]}
port=${3:-4848}
asadmin() { "$home/bin/asadmin" --port "$port" "$@"; }

# /health, /metrics and the API's document are the relay's own, the same on every server
asadmin set-microprofile-healthcheck-configuration --enabled=false
asadmin set configs.config.server-config.microprofile-metrics-configuration.enabled=false
asadmin set-openapi-configuration --enabled=false
echo "Payara in $home (domain ${2:-domain1}) is ready for relay.ear"
