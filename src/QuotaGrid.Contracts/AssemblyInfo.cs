using Orleans;
using QuotaGrid.Core.Decisions;

// Core has the attributes only; the serializers of its types are generated here.
[assembly: GenerateCodeForDeclaringAssembly(typeof(Decision))]
