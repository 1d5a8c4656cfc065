import APIMachinery
import JSON

/// `autoscaling/v2` ↔ `autoscaling/v1`. The older version has one number, the processor's
/// utilization; metrics beside it, behavior and conditions are JSON in annotations.
enum AutoscalerConversion {
    private static let prefix = "autoscaling.alpha.kubernetes.io/"

    @Sendable static func toV1(_ object: APIObject) -> APIObject {
        var result = object
        result.apiVersion = "autoscaling/v1"
        var annotations = object.annotations.filter { !$0.key.hasPrefix(prefix) }
        var spec = object.spec
        let metrics = spec.list("metrics")
        spec["metrics"] = nil
        if let behavior = spec["behavior"] {
            annotations[prefix + "behavior"] = behavior.description
            spec["behavior"] = nil
        }
        if let index = metrics.firstIndex(where: isProcessor) {
            spec["targetCPUUtilizationPercentage"] =
                metrics[index]["resource"]?["target"]?["averageUtilization"]
        }
        let others = withoutFirst(metrics, where: isProcessor)
        if !others.isEmpty {
            let list = others.map(AutoscalerMetric.toV1)
            annotations[prefix + "metrics"] = JSON.array(list).description
        }
        result.spec = spec
        var status = object.status
        let measured = status.list("currentMetrics")
        if let index = measured.firstIndex(where: isMeasuredProcessor) {
            status["currentCPUUtilizationPercentage"] =
                measured[index]["resource"]?["current"]?["averageUtilization"]
        }
        if !measured.isEmpty {
            let list = measured.map(AutoscalerMetric.toV1)
            annotations[prefix + "current-metrics"] = JSON.array(list).description
        }
        if !status.list("conditions").isEmpty {
            annotations[prefix + "conditions"] = status["conditions"]?.description
        }
        status["currentMetrics"] = nil
        status["conditions"] = nil
        status.setDefault("currentReplicas", 0)
        status.setDefault("desiredReplicas", 0)
        result.status = status
        result.annotations = annotations
        return result
    }

    @Sendable static func toV2(_ object: APIObject) -> APIObject {
        var result = object
        result.apiVersion = "autoscaling/v2"
        let annotations = object.annotations
        func kept(_ name: String) -> JSON? {
            guard let text = annotations[prefix + name] else { return nil }
            return try? JSON(parsing: Array(text.utf8))
        }
        var spec = object.spec
        var metrics: [JSON] = []
        if let percent = spec["targetCPUUtilizationPercentage"] {
            let target: JSON = ["type": "Utilization", "averageUtilization": percent]
            metrics = [["type": "Resource", "resource": ["name": "cpu", "target": target]]]
            spec["targetCPUUtilizationPercentage"] = nil
        }
        metrics += (kept("metrics")?.array ?? []).map(AutoscalerMetric.toV2)
        if !metrics.isEmpty { spec["metrics"] = .array(metrics) }
        if let behavior = kept("behavior") { spec["behavior"] = behavior }
        result.spec = spec
        var status = object.status
        let measured = (kept("current-metrics")?.array ?? []).map(AutoscalerMetric.statusToV2)
        if let percent = status["currentCPUUtilizationPercentage"], measured.isEmpty {
            let current: JSON = ["averageUtilization": percent]
            status["currentMetrics"] = [
                ["type": "Resource", "resource": ["name": "cpu", "current": current]]
            ]
        } else {
            status["currentMetrics"] = measured.isEmpty ? .null : .array(measured)
        }
        status["currentCPUUtilizationPercentage"] = nil
        if let conditions = kept("conditions") { status["conditions"] = conditions }
        if status.number("currentReplicas") == 0 { status["currentReplicas"] = nil }
        result.status = status
        result.annotations = annotations.filter { !$0.key.hasPrefix(prefix) }
        return result
    }

    private static func isProcessor(_ metric: JSON) -> Bool {
        metric.text("type") == "Resource" && metric["resource"]?.text("name") == "cpu"
            && metric["resource"]?["target"]?["averageUtilization"] != nil
    }

    private static func isMeasuredProcessor(_ metric: JSON) -> Bool {
        metric.text("type") == "Resource" && metric["resource"]?.text("name") == "cpu"
            && metric["resource"]?["current"]?["averageUtilization"] != nil
    }

    private static func withoutFirst(_ metrics: [JSON], where test: (JSON) -> Bool) -> [JSON] {
        guard let index = metrics.firstIndex(where: test) else { return metrics }
        var rest = metrics
        rest.remove(at: index)
        return rest
    }
}
