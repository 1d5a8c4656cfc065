import JSON

/// A metric in the form that annotations of `autoscaling/v1` hold: the target's and the current
/// values stand beside the name instead of in an object.
enum AutoscalerMetric {
    static func toV1(_ metric: JSON) -> JSON {
        let isTarget = source(metric)?["target"] != nil
        let (from, to) = isTarget ? ("target", targetNames) : ("current", currentNames)
        return converted(metric) { source, type in
            let values = source[from]
            source[from] = nil
            for name in names(to, type) { source[name.v1] = values?[name.v2] }
            if type == "Object" { rename(&source, "describedObject", "target") }
            if let identity = source["metric"] {
                source["metricName"] = identity["name"]
                let member = type == "External" ? "metricSelector" : "selector"
                source[member] = identity["selector"]
                source["metric"] = nil
            }
        }
    }

    static func toV2(_ metric: JSON) -> JSON { toV2(metric, "target", targetNames) }

    static func statusToV2(_ metric: JSON) -> JSON { toV2(metric, "current", currentNames) }

    private static func toV2(_ metric: JSON, _ member: String, _ all: [Names]) -> JSON {
        converted(metric) { source, type in
            if type == "Object" { rename(&source, "target", "describedObject") }
            var values: JSON = [:]
            for name in names(all, type) {
                guard let value = source[name.v1] else { continue }
                values[name.v2] = value
                source[name.v1] = nil
                if member == "target" { values["type"] = .string(name.type) }
            }
            source[member] = values
            if let name = source["metricName"] {
                let selector = type == "External" ? "metricSelector" : "selector"
                var identity: JSON = ["name": name]
                identity["selector"] = source[selector]
                source["metric"] = identity
                source["metricName"] = nil
                source[selector] = nil
            }
        }
    }

    /// A value's name in both versions, and the target's type that it makes.
    private struct Names {
        var v1: String
        var v2: String
        var type: String
    }

    private static let targetNames = [
        Names(v1: "targetAverageUtilization", v2: "averageUtilization", type: "Utilization"),
        Names(v1: "targetAverageValue", v2: "averageValue", type: "AverageValue"),
        Names(v1: "targetValue", v2: "value", type: "Value"),
    ]

    private static let currentNames = [
        Names(v1: "currentAverageUtilization", v2: "averageUtilization", type: ""),
        Names(v1: "currentAverageValue", v2: "averageValue", type: ""),
        Names(v1: "currentValue", v2: "value", type: ""),
    ]

    /// Metrics of objects have an average without the prefix.
    private static func names(_ all: [Names], _ type: String) -> [Names] {
        type != "Object"
            ? all
            : all.map { names in
                names.v2 == "averageValue"
                    ? Names(v1: "averageValue", v2: names.v2, type: names.type) : names
            }
    }

    private static func member(_ metric: JSON) -> String? {
        switch metric.text("type") {
        case "Resource": "resource"
        case "ContainerResource": "containerResource"
        case "Pods": "pods"
        case "Object": "object"
        case "External": "external"
        default: nil
        }
    }

    private static func source(_ metric: JSON) -> JSON? { member(metric).flatMap { metric[$0] } }

    private static func converted(
        _ metric: JSON, _ body: (inout JSON, String) -> Void
    ) -> JSON {
        var metric = metric
        if let member = member(metric) {
            let type = metric.text("type")
            metric.update(member) { body(&$0, type) }
        }
        return metric
    }

    private static func rename(_ object: inout JSON, _ old: String, _ new: String) {
        object[new] = object[old]
        object[old] = nil
    }
}
