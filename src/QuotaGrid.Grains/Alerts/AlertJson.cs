using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuotaGrid.Grains.Alerts;

/// <summary>How events are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AlertBody))]
internal sealed partial class AlertJson : JsonSerializerContext;
