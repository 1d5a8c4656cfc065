import APIMachinery
import JSON
import Testing

@Suite struct PodDefaultsTests {
    @Test func `a pod of one container says how it restarts, resolves and ends`() throws {
        let spec = try #require(try Written.new("pods", Written.pod())["spec"])
        #expect(spec["restartPolicy"] == "Always")
        #expect(spec["dnsPolicy"] == "ClusterFirst")
        #expect(spec["terminationGracePeriodSeconds"] == 30)
        #expect(spec["schedulerName"] == "default-scheduler")
        #expect(spec["enableServiceLinks"] == true)
        #expect(spec["securityContext"] == [:])
    }

    @Test(arguments: [
        ("nginx", "Always"), ("nginx:latest", "Always"), ("nginx:1", "IfNotPresent"),
        ("host:5000/nginx", "Always"), ("host:5000/a/nginx:2", "IfNotPresent"),
        ("nginx@sha256:00", "IfNotPresent"), ("nginx:latest@sha256:00", "Always"),
        ("Nginx", "IfNotPresent"), ("a//b", "IfNotPresent"), ("LOCAL/nginx", "Always"),
    ])
    func `an image that may change is always pulled`(image: String, policy: String) throws {
        let text = #"{"spec":{"containers":[{"name":"c","image":"\#(image)"}]}}"#
        let pod = try Written.new("pods", text)
        #expect(pod["spec", "containers"]?.array?.first?["imagePullPolicy"]?.string == policy)
    }

    @Test(arguments: [
        (#""secret":{"secretName":"s"}"#, #"{"secretName":"s","defaultMode":420}"#, "secret"),
        (#""configMap":{"name":"s"}"#, #"{"name":"s","defaultMode":420}"#, "configMap"),
        (#""hostPath":{"path":"/h"}"#, #"{"path":"/h","type":""}"#, "hostPath"),
        (#""name":"v""#, "{}", "emptyDir"),
        (
            #""downwardAPI":{"items":[{"path":"p","fieldRef":{"fieldPath":"metadata.name"}}]}"#,
            #"{"items":[{"path":"p","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}],"#
                + #""defaultMode":420}"#, "downwardAPI"
        ),
        (
            #""iscsi":{"targetPortal":"p","iqn":"iqn.2001-04.com.example:x","lun":0}"#,
            #"{"targetPortal":"p","iqn":"iqn.2001-04.com.example:x","lun":0,"#
                + #""iscsiInterface":"default"}"#, "iscsi"
        ),
    ])
    func `volumes are completed by their kind`(
        source: String, expected: String, kind: String
    ) throws {
        let text = Written.pod(spec: #""volumes":[{"name":"v",\#(source)}]"#)
            .replacing(#","name":"v"}"#, with: "}")
        let volume = try Written.new("pods", text)["spec", "volumes"]?.array?.first
        let wanted = try JSON(parsing: Array(expected.utf8))
        #expect(volume?[kind] == wanted)
    }

    @Test func `limits are requested, also for the pod as a whole`() throws {
        let resources = #""resources":{"limits":{"cpu":"1","memory":"1Gi"}}"#
        let pod = try Written.new("pods", Written.pod(resources))
        let container = pod["spec", "containers"]?.array?.first
        #expect(container?["resources"]?["requests"] == ["cpu": "1", "memory": "1Gi"])
        #expect(pod["status", "qosClass"] == "Guaranteed")
        let whole = try Written.new("pods", Written.pod(spec: resources))
        #expect(whole["spec", "resources", "requests"] == ["cpu": "1", "memory": "1Gi"])
        #expect(whole["status", "qosClass"] == "Guaranteed")
    }

    @Test func `amounts are rounded up to thousandths`() throws {
        let resources = #""resources":{"requests":{"cpu":"1500u","memory":"1Ki"}}"#
        let pod = try Written.new("pods", Written.pod(resources))
        let container = pod["spec", "containers"]?.array?.first
        #expect(container?["resources"]?["requests"] == ["cpu": "2m", "memory": "1Ki"])
    }

    @Test func `a pod's requests are those of its containers at their most`() throws {
        let text = #"""
            {"spec":{"resources":{"limits":{"cpu":"4"}},
            "containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"500m"}}}],
            "initContainers":[
            {"name":"s","image":"i","restartPolicy":"Always",
             "resources":{"requests":{"cpu":"200m"}}},
            {"name":"i","image":"i","resources":{"requests":{"cpu":"1"}}}]}}
            """#
        let pod = try Written.new("pods", text)
        #expect(pod["spec", "resources", "requests", "cpu"] == "1200m")
    }

    @Test(arguments: [
        (#""resources":{"requests":{"cpu":"1"}}"#, "Burstable"),
        (#""resources":{"limits":{"cpu":"1"}}"#, "Burstable"),
        (
            #""resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m"}}"#,
            "Burstable"
        ),
        (
            #""resources":{"limits":{"cpu":"1000m","memory":"1Gi"},"#
                + #""requests":{"cpu":"1","memory":"1024Mi"}}"#, "Guaranteed"
        ),
        (#""resources":{"limits":{"cpu":"0"}}"#, "BestEffort"), ("", "BestEffort"),
    ])
    func `what a pod asks for is its quality of service`(more: String, quality: String) throws {
        let pod = try Written.new("pods", Written.pod(more))
        #expect(pod["status", "qosClass"]?.string == quality)
    }

    @Test func `on the node's network, ports are the node's; in templates they wait`() throws {
        let more = #""ports":[{"containerPort":80}]"#
        let pod = try Written.new("pods", Written.pod(more, spec: #""hostNetwork":true"#))
        let ports = pod["spec", "containers"]?.array?.first?["ports"]
        #expect(ports == [["hostPort": 80, "containerPort": 80, "protocol": "TCP"]])
        let template = Written.pod(more, spec: #""hostNetwork":true"#)
        let made = try Written.new("podtemplates", #"{"template":\#(template)}"#)
        let kept = made["template", "spec", "containers"]?.array?.first?["ports"]
        #expect(kept == [["containerPort": 80, "protocol": "TCP"]])
    }

    @Test func `a gated pod says why it isn't scheduled`() throws {
        let text = Written.pod(spec: #""schedulingGates":[{"name":"e.com/g"}]"#)
        let condition = try Written.new("pods", text)["status", "conditions"]?.array?.first
        #expect(condition?["reason"] == "SchedulingGated" && condition?["status"] == "False")
        #expect(condition?["lastTransitionTime"] == "2026-01-01T00:10:00Z")
    }

    @Test func `label keys of a pod's own become part of its selectors`() throws {
        let text = #"""
            {"metadata":{"labels":{"v":"7"}},"spec":{"containers":[{"name":"c","image":"i"}],
            "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","matchLabelKeys":["v","w"],
            "whenUnsatisfiable":"DoNotSchedule","labelSelector":{}}]}}
            """#
        let pod = try Written.new("pods", text)
        let constraint = pod["spec", "topologySpreadConstraints"]?.array?.first
        let expected: JSON = [["key": "v", "operator": "In", "values": ["7"]]]
        #expect(constraint?["labelSelector"]?["matchExpressions"] == expected)
    }

    @Test func `the first of a pod's addresses is its address`() throws {
        var pod = try Written.new("pods", Written.pod())
        pod["status", "podIP"] = "10.0.0.1"
        try Written.definition("pods").rules.setDefaults(&pod)
        #expect(pod["status", "podIPs"] == [["ip": "10.0.0.1"]])
        pod["status", "podIP"] = nil
        try Written.definition("pods").rules.setDefaults(&pod)
        #expect(pod["status", "podIP"] == "10.0.0.1")
    }

    @Test(arguments: [
        ("", nil, 0), (#""nodeName":"n""#, nil, 30), (#""nodeName":"n""#, 5, 5),
        (#""nodeName":"n""#, -1, 1),
        (#""nodeName":"n","terminationGracePeriodSeconds":7"#, nil, 7),
    ])
    func `a pod that a node runs has time to end`(spec: String, asked: Int?, grace: Int) throws {
        let pod = try Written.new("pods", Written.pod(spec: spec))
        let rule = try #require(try Written.definition("pods").rules.gracePeriod)
        #expect(rule(pod, asked) == grace)
    }
}
