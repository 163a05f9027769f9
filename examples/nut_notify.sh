#!/bin/sh
# NOTIFYCMD of NUT's upsmon: shuts a site down by a plan when the battery is low, and brings it up
# again when there is power. In upsmon.conf, on a machine that the plan names as its `self`, or on
# one that is no guest of the site:
#
#     NOTIFYCMD /usr/local/bin/nut_notify.sh
#     NOTIFYFLAG LOWBATT SYSLOG+EXEC
#     NOTIFYFLAG FSD     SYSLOG+EXEC
#     NOTIFYFLAG ONLINE  SYSLOG+EXEC
#
# upsmon sets NOTIFYTYPE and UPSNAME, and calls again whenever it likes: one run at a time has the
# state file, and --resume goes on with one that broke off. Passwords: as the inventory says.
set -eu

plan=${AIOESX_PLAN:-/etc/aioesx/site.toml}
log=${AIOESX_PLAN_LOG:-/var/log/aioesx-plan.log}

battery() { # the seconds that the UPS has left, if it tells any
    seconds=$(upsc "${UPSNAME:-ups}" battery.runtime 2>/dev/null) || return 0
    case $seconds in *[!0-9]* | "" | 0) ;; *) echo "--battery $seconds" ;; esac
}

case "${NOTIFYTYPE:-}" in
LOWBATT | FSD) # --lenient: what does not fit the plan any more keeps nobody on
    # shellcheck disable=SC2046  # two words, or none
    aioesx plan "$plan" down --run --resume --lenient $(battery) >>"$log" 2>&1
    ;;
ONLINE) # nothing to do where nothing was shut down
    [ ! -e "${plan%.toml}.state" ] || aioesx plan "$plan" up --run --resume >>"$log" 2>&1
    ;;
esac
