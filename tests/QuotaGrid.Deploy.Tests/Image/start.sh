#!/usr/bin/env bash
# Starts the image's executable in its own file tree, which is read-only to it, as the account of the image. Run in a mount namespace of its own.
# Usage: start.sh TREE DATA ARGUMENT...
set -euo pipefail
tree=$1 data=$2
shift 2
mkdir -p "$data"
chown 10001:10001 "$data"
mount --bind "$tree" "$tree"
mount -t proc proc "$tree/proc"
mount --rbind /dev "$tree/dev"
mount --bind "$data" "$tree/data"
mount -o remount,bind,ro "$tree"
exec chroot --userspec=10001:10001 "$tree" /usr/bin/dotnet /app/quotagrid.dll "$@"
