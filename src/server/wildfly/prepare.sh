#!/usr/bin/env bash
# Prepares a WildFly for Relay: prepare.sh WILDFLY_HOME [standalone.xml]. The server must be stopped.
set -euo pipefail
home=${1:?usage: prepare.sh WILDFLY_HOME [configuration file]}
config=${2:-standalone.xml}
commands=$(mktemp)
trap 'rm -f "$commands"' EXIT
sed "s/RELAY_SERVER_CONFIG/$config/" "$(dirname "$0")/prepare.cli" > "$commands"
"$home/bin/jboss-cli.sh" --file="$commands"
echo "WildFly in $home is ready for relay.ear ($config)"
