#!/bin/sh
# Mutation testing: mutate.sh EMPTY-FOLDER AREA [PATTERN]..., the area being Velocity, Names, Codec, Exact, Sketch or Memory; all but the first are parts of Targets.
# load/results/mutation.md says more. Works on a copy of the tree that has just the tests of the area, and those that take seconds take fewer steps or are left
# out: each mutant is met by every test of the copy, in a program that is a hundred times slower.
set -eu
copy=$1
area=$2
shift 2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$copy"
(cd "$root" && git ls-files -co --exclude-standard | tar cf - -T -) | tar xf - -C "$copy"
tests="$copy/tests/QuotaGrid.Core.Tests"
sed -i 's/<EnforceCodeStyleInBuild>true/<RunAnalyzers>false<\/RunAnalyzers><EnforceCodeStyleInBuild>false/' "$copy/Directory.Build.props"

# Leaves only these tests of Targets, and of the program only what Targets needs.
keep() {
    cd "$tests"
    rm -r Decisions Identities Policies Problems Snapshots Time Velocity
    mv Targets all
    mkdir Targets
    for name; do
        mv "all/$name.cs" Targets
    done
    rm -r all
    cd "$copy/src/QuotaGrid.Core"
    rm -rf Budgets Capabilities Decisions Evidence Identities Leases Policies Velocity
    cd "$tests/Targets"
}

case $area in
Velocity)
    cd "$tests"
    rm -r Identities Policies Problems Snapshots Time Decisions Targets Velocity/DecidedLimitConformance.cs Velocity/*PropertyTests.cs
    sed -i 's/20_000; seed++/10; seed++/' Velocity/BurstGrowthTests.cs
    sed -i 's/Seeds = 12/Seeds = 1/; s/Steps = 60/Steps = 12/' Velocity/LimiterConformance.cs
    sed -i 's/InFlightPermits\.MaxPermits/40/g' Velocity/InFlightPermitsTests.cs
    files='Velocity/*.cs'
    ;;
Names)
    keep Aes128Tests CanonicalTargetTests FingerprintBatchTests FingerprinterTests NewTargetsTests SyncOverlapStateTests UniformTargets
    files='Targets/Aes128.cs Targets/CanonicalTarget.cs Targets/Fingerprint*.cs Targets/Integers.cs Targets/NewTargets.cs Targets/OpaqueTexts.cs Targets/SyncOverlap.cs'
    ;;
Codec)
    keep AgedSet AgedSetCodecTests AgedSetDamageTests AgedSetGoldenTests ObviousAgedSetForm
    sed -i '/2_106, 4_198/d; s/bit++/bit += 16/; s/200_000/2_000/; s/1_000, 199_000/1, 2_000/' AgedSetDamageTests.cs
    sed -i '/16_384, \|15_360, /d; s/Gen.Int\[0, (int)Math.Min(universe, 400)\]/Gen.Int[0, (int)Math.Min(universe, 60)]/' AgedSetCodecTests.cs
    files='Targets/Aged*.cs Targets/AgeSizes.cs'
    ;;
Exact)
    keep ExactTargetsTests UniformTargets
    files='Targets/ExactTargets.cs'
    ;;
Sketch)
    keep SketchOracle TargetSketchTests TargetSketchModelTests
    sed -i 's/i < 600/i < 60/; s/i < 40/i < 2/' TargetSketchModelTests.cs
    sed -i 's/seed <= 5/seed <= 1/; s/step < 100;/step < 40;/; s/round < 50/round < 3/' TargetSketchTests.cs
    files='Targets/TargetSketch*.cs'
    ;;
Memory)
    keep EventList HeldTargets TargetMemoryBoundTests TargetMemoryTests TargetMemoryUnionTests TargetMemoryWindowTests
    sed -i 's/30_000; i++/30; i++/' TargetMemoryTests.cs
    for slow in AMergeIsExactWhileBothTogetherAreNotTooMany AFullMemoryForgetsWhatHasExpiredBeforeItBecomesASketch TwoSketchesMergeToTheLatestOfEachCell \
        ASketchInAMergeStaysOneUntilAllOfItHasExpired; do
        perl -0pi -e 's/\[(Fact|Theory)\]\s*(\[InlineData[^\n]*\]\s*)*(public void '$slow'\()/$3/' ./*.cs
    done
    files='Targets/AgeMap.cs Targets/TargetMemory*.cs Targets/TargetWindow.cs'
    ;;
*)
    echo "There is no area $area." >&2
    exit 1
    ;;
esac

cd "$tests"
dotnet tool restore
set -f
[ $# -gt 0 ] || set -- $files
for pattern; do
    set -- "$@" --mutate "$pattern"
    shift
done
exec dotnet stryker "$@"
