#!/usr/bin/env bash
# Tries the committed state in a Debian that has nothing on it, as a newcomer would:
#
#     tools/try_in_bare_debian.sh [--again] bookworm|trixie [COMMAND…]      default command: ./dev test --fast
#
# --again keeps the packages that the last trial installed and only takes a new clone.
# The base system is made once by debootstrap in build/bare/ and copied for each trial. The mirror, proxy and
# certificates are those that this machine uses. Needs root and the package debootstrap.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

again=''
if [[ ${1:-} == --again ]]; then again=yes && shift; fi
release=${1:-}
[[ $release == bookworm || $release == trixie ]] || { sed -n '2,8s/^# \?//p' "${BASH_SOURCE[0]}" >&2 && exit 2; }
shift
if (($# == 0)); then set -- ./dev test --fast; fi
((EUID == 0)) || { echo 'This needs root, for debootstrap and chroot.' >&2 && exit 2; }

base=build/bare/$release-base
trial=build/bare/$release
mkdir -p build/bare
if [[ ! -e $base/etc/debian_version ]]; then
    # shellcheck disable=SC2016 # apt's own placeholders
    mirror=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
        sed -n 's/^Debian //p' | grep -v security | head -n 1)
    debootstrap --variant=minbase "$release" "$base" ${mirror:+"$mirror"} >"$base.log"
fi

if [[ -z $again || ! -e $trial ]]; then
    rm -rf --one-file-system "$trial"
    cp -a --reflink=auto "$base" "$trial"
fi
grep -l '^ *Acquire::' /etc/apt/apt.conf.d/* | xargs -r cp -t "$trial/etc/apt/apt.conf.d"
cp -r /etc/apt/auth.conf.d/. "$trial/etc/apt/auth.conf.d" 2>/dev/null || true
cp -L /etc/resolv.conf "$trial/etc/resolv.conf"
if [[ -e ~/.npmrc ]]; then cp ~/.npmrc "$trial/root/.npmrc"; fi
if [[ -d /usr/local/share/ca-certificates ]]; then
    mkdir -p "$trial/usr/local/share/ca-certificates"
    cp -r /usr/local/share/ca-certificates/. "$trial/usr/local/share/ca-certificates"
fi
# No service may start inside, as there is no init.
printf '#!/bin/sh\nexit 101\n' >"$trial/usr/sbin/policy-rc.d"
chmod +x "$trial/usr/sbin/policy-rc.d"
rm -rf "$trial/root/dorfnetz"
git clone -q --no-hardlinks . "$trial/root/dorfnetz"

# A mount and process namespace of its own: whatever the trial starts or mounts ends with it.
# shellcheck disable=SC2016 # expanded inside
exec unshare --mount --pid --fork bash -c '
    trial=$1 && shift
    mount -t proc proc "$trial/proc"
    mount -t tmpfs -o mode=1777 tmpfs "$trial/dev/shm"
    exec chroot "$trial" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        bash -c "cd /root/dorfnetz && exec \"\$@\"" trial "$@" </dev/null
' bare "$trial" "$@"
