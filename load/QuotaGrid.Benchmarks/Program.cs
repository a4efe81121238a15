using BenchmarkDotNet.Running;
using QuotaGrid.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(DecisionBenchmarks).Assembly).Run(args);
