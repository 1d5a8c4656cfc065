import APIMachinery
import JSON
import ResourceModel

/// The row of an autoscaler, from its `autoscaling/v2` form.
enum AutoscalerCells {
    private static let unknown = "<unknown>"

    static func cells(_ object: APIObject, _ now: Timestamp) -> [JSON] {
        let target = object.spec["scaleTargetRef"]
        return [
            .string(object.name),
            .string("\(target?.text("kind") ?? "")/\(target?.text("name") ?? "")"),
            .string(targets(object)),
            .string(object.spec["minReplicas"]?.int.map(String.init) ?? "<unset>"),
            .int(object.spec.number("maxReplicas")), .int(object.status.number("currentReplicas")),
            Cell.age(object, now),
        ]
    }

    /// The first two metrics, and how many more there are.
    private static func targets(_ object: APIObject) -> String {
        let metrics = object.spec.list("metrics")
        if metrics.isEmpty { return "<none>" }
        let statuses = object.status.list("currentMetrics")
        let texts = metrics.prefix(2).enumerated().map { index, metric in
            text(metric, index < statuses.count ? statuses[index] : nil)
        }
        let joined = texts.joined(separator: ", ")
        return metrics.count > 2 ? "\(joined) + \(metrics.count - 2) more..." : joined
    }

    private static func text(_ metric: JSON, _ status: JSON?) -> String {
        switch metric.text("type") {
        case "External": value(metric["external"], status?["external"], suffix: " (avg)")
        case "Object": value(metric["object"], status?["object"], suffix: " (avg)")
        case "Pods": value(metric["pods"], status?["pods"], suffix: "")
        case "Resource": resource(metric["resource"], status?["resource"])
        case "ContainerResource":
            resource(metric["containerResource"], status?["containerResource"])
        default: "<unknown type>"
        }
    }

    private static func value(_ source: JSON?, _ status: JSON?, suffix: String) -> String {
        let current = status?["current"]
        if let average = source?["target"]?["averageValue"]?.string {
            return "\(current?["averageValue"]?.string ?? unknown)/\(average)\(suffix)"
        }
        return "\(current?["value"]?.string ?? unknown)/\(source?["target"]?.text("value") ?? "")"
    }

    private static func resource(_ source: JSON?, _ status: JSON?) -> String {
        let name = source?.text("name") ?? ""
        let current = status?["current"]
        if let average = source?["target"]?["averageValue"]?.string {
            return "\(name): \(current?["averageValue"]?.string ?? unknown)/\(average)"
        }
        let measured = current?["averageUtilization"]?.int.map { "\($0)%" } ?? unknown
        let wanted = source?["target"]?["averageUtilization"]?.int.map { "\($0)%" } ?? "<auto>"
        return "\(name): \(measured)/\(wanted)"
    }
}
