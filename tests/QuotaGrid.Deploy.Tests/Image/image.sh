#!/usr/bin/env bash
# Runs the steps of deploy/Dockerfile on a machine without a Docker engine and without a registry: buildah carries them out in a chroot, on base images made of this machine's own SDK and runtime.
# Usage: image.sh REPOSITORY FOLDER. Prints where the image's file tree is, and writes its description to FOLDER/image.json.
set -euo pipefail
repository=$1 folder=$2
mkdir -p "$folder"
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
buildah() { command buildah --root "$folder/store" --runroot "$folder/run" --storage-driver vfs "$@"; }

dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}

# The SDK's image: this machine's /usr is mounted into each step, so that the image need only have the folders.
sdk=$(buildah from scratch)
root=$(buildah mount "$sdk")
mkdir -p "$root"/{usr,tmp,root,etc,var/tmp,proc,dev,sys,opt}
for link in bin sbin lib lib64; do ln -s "usr/$link" "$root/$link"; done
echo 'root:x:0:0:root:/root:/bin/sh' > "$root/etc/passwd"
chmod 1777 "$root/tmp"
buildah commit -q "$sdk" localhost/sdk >/dev/null

# The runtime's image: the runtime, the libraries that it loads, and nothing else; no shell, as in the chiselled one.
runtime=$(buildah from scratch)
root=$(buildah mount "$runtime")
mkdir -p "$root"/{usr/bin,usr/lib,usr/lib64,usr/share/dotnet,tmp,proc,dev,etc}
for link in bin lib lib64; do ln -s "usr/$link" "$root/$link"; done
chmod 1777 "$root/tmp"
cp -r "$dotnet"/dotnet "$dotnet"/host "$dotnet"/shared "$root/usr/share/dotnet/"
ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
{ find "$dotnet/shared" "$dotnet/host" -name '*.so' -exec ldd {} + 2>/dev/null; ldd "$dotnet/dotnet"; } | grep -o '/[^ ]*\.so[^ ]*' | sort -u | while read -r library; do
  case $library in "$dotnet"/*) ;; *) mkdir -p "$root$(dirname "$library")"; cp -L "$library" "$root$library";; esac
done
# OpenSSL is loaded by name.
for library in /usr/lib/*/libssl.so.3 /usr/lib/*/libcrypto.so.3; do mkdir -p "$root$(dirname "$library")"; cp -L "$library" "$root$library"; done
buildah commit -q "$runtime" localhost/runtime >/dev/null
buildah rm -a >/dev/null

buildah build --format docker --layers=false --pull-never -f "$repository/deploy/Dockerfile" -t localhost/quotagrid \
  --build-arg SDK_IMAGE=localhost/sdk --build-arg RUNTIME_IMAGE=localhost/runtime --build-arg SOURCE_DATE_EPOCH=1700000000 --build-arg REVISION=test \
  -v /usr:/usr:ro -v "$packages:/root/.nuget/packages" "$repository" >"$folder/build.log" 2>&1

container=$(buildah from --pull-never localhost/quotagrid)
buildah mount "$container"
buildah inspect --type image localhost/quotagrid >"$folder/image.json"
