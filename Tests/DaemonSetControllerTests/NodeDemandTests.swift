import DaemonSetController
import JSON
import Testing
import YAML

struct NodeDemandTests {
    static func demand(_ spec: String) throws -> NodeDemand {
        NodeDemand(JSON(try #require(try YAML.documents(Array(spec.utf8)).first).root))
    }

    static let node = DaemonNode(name: "n1", labels: ["zone": "a", "cpus": "8"])

    @Test(arguments: [
        ("{}", NodeDemand.Verdict.run), ("{nodeName: n1}", .run), ("{nodeName: n2}", .refuse),
        ("{nodeSelector: {zone: a}}", .run), ("{nodeSelector: {zone: b}}", .refuse),
    ])
    func `A node fits or not`(_ spec: String, _ verdict: NodeDemand.Verdict) throws {
        #expect(try Self.demand(spec).verdict(Self.node) == verdict)
    }

    @Test(arguments: [
        ("{matchExpressions: [{key: zone, operator: In, values: [a]}]}", true),
        ("{matchExpressions: [{key: zone, operator: NotIn, values: [a]}]}", false),
        ("{matchExpressions: [{key: cpus, operator: Gt, values: ['4']}]}", true),
        ("{matchExpressions: [{key: cpus, operator: Lt, values: ['4']}]}", false),
        ("{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}", true),
        ("{matchFields: [{key: metadata.name, operator: In, values: [n2]}]}", false),
        (
            "{matchFields: [{key: metadata.name, operator: In, values: [n2]}]}, "
                + "{matchExpressions: [{key: zone, operator: Exists}]}", true
        ),
        ("{}", false),
    ])
    func `One of the terms must hold`(_ terms: String, _ holds: Bool) throws {
        let spec = """
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms: [\(terms)]
            """
        #expect(try Self.demand(spec).verdict(Self.node) == (holds ? .run : .refuse))
    }

    @Test(arguments: [
        ("{}", "k", "NoSchedule", NodeDemand.Verdict.keep), ("{}", "k", "NoExecute", .refuse),
        ("{}", "k", "PreferNoSchedule", .run),
        ("{}", "node.kubernetes.io/unschedulable", "NoSchedule", .run),
        ("{}", "node.kubernetes.io/not-ready", "NoExecute", .run),
        ("{}", "node.kubernetes.io/not-ready", "NoSchedule", .keep),
        ("{}", "node.kubernetes.io/network-unavailable", "NoSchedule", .keep),
        ("{hostNetwork: true}", "node.kubernetes.io/network-unavailable", "NoSchedule", .run),
        ("{tolerations: [{operator: Exists}]}", "k", "NoExecute", .run),
        ("{tolerations: [{key: k, value: v}]}", "k", "NoExecute", .run),
        ("{tolerations: [{key: k, value: w}]}", "k", "NoExecute", .refuse),
        (
            "{tolerations: [{key: k, operator: Exists, effect: NoSchedule}]}", "k", "NoExecute",
            .refuse
        ),
    ])
    func `Taints keep pods off that don't bear them`(
        _ spec: String, _ key: String, _ effect: String, _ verdict: NodeDemand.Verdict
    ) throws {
        let taint = DaemonNode.Taint(key: key, value: "v", effect: effect)
        let node = DaemonNode(name: "n1", taints: [taint])
        #expect(try Self.demand(spec).verdict(node) == verdict)
    }
}
