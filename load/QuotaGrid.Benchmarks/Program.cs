using BenchmarkDotNet.Running;
using QuotaGrid.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(SingleTargetBenchmarks).Assembly).Run(args);
