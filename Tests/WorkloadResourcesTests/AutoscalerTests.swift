import APIMachinery
import JSON
import ResourceModel
import ResourceSchema
import Testing

@Suite struct AutoscalerTests {
    private static let target =
        #""scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"}"#

    private func views() throws -> StoredAs {
        try #require(try Written.definition("horizontalpodautoscalers", version: "v1").stored)
    }

    @Test func `the older version has the processor's utilization as a number`() throws {
        let made = try Written.new(
            "horizontalpodautoscalers", #"{"spec":{"maxReplicas":3,\#(Self.target)}}"#)
        let old = try views().fromStored(made)
        #expect(old.apiVersion == "autoscaling/v1")
        #expect(old["spec", "targetCPUUtilizationPercentage"] == 80)
        #expect(old["spec", "metrics"] == nil && old.annotations == [:])
        #expect(old["status"] == ["desiredReplicas": 0, "currentReplicas": 0])
    }

    private static let metrics = [
        #"""
        {"type":"Pods","pods":{"metric":{"name":"m","selector":{"matchLabels":{"a":"b"}}},
        "target":{"type":"AverageValue","averageValue":"5"}}}
        """#,
        #"""
        {"type":"Object","object":{"describedObject":{"kind":"K","name":"n"},
        "metric":{"name":"m"},"target":{"type":"Value","value":"5"}}}
        """#,
        #"""
        {"type":"External","external":{"metric":{"name":"m",
        "selector":{"matchLabels":{"a":"b"}}},
        "target":{"type":"AverageValue","averageValue":"5"}}}
        """#,
        #"""
        {"type":"Resource","resource":{"name":"cpu",
        "target":{"type":"Utilization","averageUtilization":5}}},
        {"type":"Resource","resource":{"name":"memory",
        "target":{"type":"AverageValue","averageValue":"1Gi"}}}
        """#,
        #"""
        {"type":"ContainerResource","containerResource":{"name":"cpu","container":"c",
        "target":{"type":"Utilization","averageUtilization":5}}}
        """#,
    ]

    @Test(arguments: metrics)
    func `nothing is lost on the way through the older version`(metrics: String) throws {
        let behavior = #""behavior":{"scaleDown":{"stabilizationWindowSeconds":60}}"#
        let more = #""metrics":[\#(metrics)],\#(behavior)"#
        let made = try Written.new(
            "horizontalpodautoscalers", #"{"spec":{"maxReplicas":3,\#(Self.target),\#(more)}}"#)
        let view = try views()
        let back = try SchemaTable.kubernetes.canonical(
            view.toStored(view.fromStored(made)).json,
            as: "autoscaling.v2.HorizontalPodAutoscaler")
        #expect(back.spec == made.spec)
        #expect(back.annotations == [:])
    }

    @Test(arguments: [
        (
            #""minReplicas":5"#,
            "spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`"
        ),
        (
            #""metrics":[{"type":"Odd"}]"#,
            #"spec.metrics[0].type: Unsupported value: "Odd": supported values: "#
                + #""ContainerResource", "External", "Object", "Pods", "Resource""#
        ),
        (
            #""metrics":[{"type":"Pods"}]"#,
            "spec.metrics[0].pods: Required value: "
                + "must populate information for the given metric source"
        ),
    ])
    func `an autoscaler's mistake is told`(more: String, fault: String) throws {
        let text = #"{"spec":{"maxReplicas":3,\#(Self.target),\#(more)}}"#
        #expect(try Written.faults("horizontalpodautoscalers", text) == [fault])
    }

    @Test func `a row shows two targets and how many more there are`() throws {
        let goal = #"{"type":"Utilization","averageUtilization":5}"#
        let metric = #"{"type":"Resource","resource":{"name":"cpu","target":\#(goal)}}"#
        let metrics = #""metrics":[\#(metric),\#(metric),\#(metric)]"#
        let text = #"{"spec":{"maxReplicas":3,\#(Self.target),\#(metrics)}}"#
        let row = try Written.definition("horizontalpodautoscalers").cells(
            try Written.new("horizontalpodautoscalers", text), Written.context.now)
        #expect(row[1...2] == ["Deployment/d", "cpu: <unknown>/5%, cpu: <unknown>/5% + 1 more..."])
    }

    @Test(arguments: [
        (
            #""minAvailable":"-1%""#,
            "spec.minAvailable: Invalid value: \"-1%\": a valid percent string must be"
        ),
        (#""minAvailable":1,"maxUnavailable":1"#, "spec: Invalid value: {"),
        (
            #""maxUnavailable":"101%""#,
            "spec.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"
        ),
    ])
    func `a budget's mistake is told`(more: String, fault: String) throws {
        let faults = try Written.faults("poddisruptionbudgets", "{\"spec\":{\(more)}}")
        #expect(faults.count == 1 && faults.first?.hasPrefix(fault) == true, "\(faults)")
    }
}

extension APIObject {
    fileprivate var spec: JSON? { self["spec"] }
}
