#!/bin/sh
# Mutation testing: mutate.sh EMPTY-FOLDER AREA [PATTERN]..., the area being Velocity or Targets. load/results/mutation.md says more.
# Works on a copy of the tree in which the tests that take seconds are left out or take fewer steps: each mutant is met by every test that reaches it.
set -eu
copy=$1
area=$2
shift 2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$copy"
(cd "$root" && git ls-files -co --exclude-standard | tar cf - -T -) | tar xf - -C "$copy"
cd "$copy/tests/QuotaGrid.Core.Tests"
rm -r Identities Policies Problems Snapshots Time

if [ "$area" = Velocity ]; then
    rm -r Decisions Targets Velocity/DecidedLimitConformance.cs Velocity/*PropertyTests.cs
    sed -i 's/20_000; seed++/10; seed++/' Velocity/BurstGrowthTests.cs
    sed -i 's/Seeds = 12/Seeds = 1/; s/Steps = 60/Steps = 12/' Velocity/LimiterConformance.cs
    sed -i 's/InFlightPermits\.MaxPermits/40/g' Velocity/InFlightPermitsTests.cs
else
    rm -r Velocity
    cd Decisions
    rm AdmitAllocationTests.cs CountedWindowTests.cs GuaranteeTests.cs HostileSnapshotTests.cs IdentityStateTests.cs NovelCountTests.cs
    rm ObviousDecider.cs SketchDecisionTests.cs SketchGrowthTests.cs ./*PropertyTests.cs
    cd ../Targets
    rm AgedSetSizeTests.cs TargetMemoryLockstepTests.cs TargetMemoryMillionsTests.cs TargetSketchAdversaryTests.cs TargetSketchErrorTests.cs
    sed -i '/2_106, 4_198/d; s/bit++/bit += 16/; s/200_000/5_000/; s/1_000, 199_000/10, 5_000/' AgedSetDamageTests.cs
    sed -i 's/, \([0-9_]*\)_000)\]/, \1_00)]/; s/operations + 100_000/operations + 200_000/' ExactTargetsPropertyTests.cs
    sed -i 's/seed <= 25/seed <= 2/; s/seed < 220/seed < 108/; s/seed < 360/seed < 304/' TargetMemoryMergeTests.cs
    sed -i 's/Steps = 60_000/Steps = 6_000/; s/seed <= 40/seed <= 4/; s/step < 50_000/step < 5_000/' TargetMemoryPropertyTests.cs
    sed -i 's/30_000; i++/3_000; i++/' TargetMemoryTests.cs
    sed -i 's/i < 600/i < 60/; s/i < 40/i < 2/' TargetSketchModelTests.cs
    sed -i 's/seed <= 5/seed <= 1/; s/step < 100;/step < 40;/; s/round < 50/round < 3/' TargetSketchTests.cs
    cd ..
fi

dotnet tool restore
[ $# -gt 0 ] || set -- "$area/*.cs"
for pattern; do
    set -- "$@" --mutate "$pattern"
    shift
done
exec nice dotnet stryker "$@"
