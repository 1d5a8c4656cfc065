import APIMachinery
import JSON
import ResourceModel
import Testing

@Suite struct PodChangeTests {
    @Test func `an image, a deadline and more tolerations may change`() throws {
        let pod = try Written.new("pods", Written.pod(spec: #""tolerations":[{"key":"a"}]"#))
        let faults = try Written.faults(changing: pod, of: "pods") { new in
            new["spec", "containers"] = [["name": "c", "image": "other:2"]]
            new["spec", "containers"] = pod["spec", "containers"]
            new.json["spec"]?.updateEach("containers") { $0["image"] = "other:2" }
            new["spec", "activeDeadlineSeconds"] = 9
            new["spec", "tolerations"] = [["key": "a"], ["key": "b", "operator": "Exists"]]
        }
        #expect(faults == [])
    }

    @Test func `members in another order, and empty ones, are no change`() throws {
        let pod = try Written.new("pods", Written.pod(#""ports":[{"containerPort":80}]"#))
        let faults = try Written.faults(changing: pod, of: "pods") { new in
            var spec: JSON = [:]
            for member in (new["spec"]?.object?.members ?? []).reversed() {
                spec[member.key] = member.value
            }
            spec["nodeSelector"] = [:]
            new["spec"] = spec
        }
        #expect(faults == [])
    }

    @Test func `anything else stays`() throws {
        let pod = try Written.new("pods", Written.pod())
        let faults = try Written.faults(changing: pod, of: "pods") {
            $0["spec", "terminationGracePeriodSeconds"] = 5
        }
        #expect(faults.count == 1)
        #expect(
            faults.first?.hasPrefix("spec: Forbidden: pod updates may not change fields") == true)
        let removed = try Written.faults(changing: pod, of: "pods") {
            $0["spec", "containers"] = [["name": "a", "image": "b"], ["name": "c", "image": "d"]]
        }
        #expect(
            removed.last
                == "spec.containers: Forbidden: pod updates may not add or remove containers")
    }

    @Test func `tolerations are kept`() throws {
        let pod = try Written.new("pods", Written.pod(spec: #""tolerations":[{"key":"a"}]"#))
        let faults = try Written.faults(changing: pod, of: "pods") {
            $0["spec", "tolerations"] = [["key": "b"]]
        }
        #expect(
            faults == [
                "spec.tolerations: Forbidden: existing toleration can not be modified except "
                    + "its tolerationSeconds"
            ])
    }

    @Test func `a gated pod may be narrowed to fewer nodes, not widened`() throws {
        let spec = #""schedulingGates":[{"name":"e.com/g"}],"nodeSelector":{"a":"b"}"#
        let pod = try Written.new("pods", Written.pod(spec: spec))
        let added = try Written.faults(changing: pod, of: "pods") {
            $0["spec", "nodeSelector", "c"] = "d"
        }
        #expect(added == [])
        let changed = try Written.faults(changing: pod, of: "pods") {
            $0["spec", "nodeSelector", "a"] = "z"
        }
        #expect(changed.count == 1 && changed.first?.hasPrefix("spec.nodeSelector: ") == true)
    }

    private func part(_ name: String) throws -> StatusRules {
        let found = try Written.definition("pods").subresources.first { $0.name == name }
        switch try #require(found).service {
        case .status(let rules), .part(let rules): return rules
        default: throw CancellationError()
        }
    }

    private func faults(
        _ name: String, of pod: APIObject, _ edit: (inout APIObject) -> Void
    ) throws -> (APIObject, [String]) {
        let rules = try part(name)
        var new = pod
        edit(&new)
        rules.prepare(&new, pod, Written.context)
        return (new, rules.validate(new, pod, Written.context).map(\.description))
    }

    @Test func `a resize changes processors and memory alone`() throws {
        let limits = #""resources":{"limits":{"cpu":"1","memory":"1Gi"}}"#
        let pod = try Written.new("pods", Written.pod(limits))
        let (resized, none) = try faults("resize", of: pod) { new in
            new.json["spec"]?.updateEach("containers") { container in
                container["image"] = "other"
                for list in ["limits", "requests"] {
                    container.setField(["resources", list, "cpu"], "2")
                }
            }
        }
        #expect(none == [])
        let container = resized["spec", "containers"]?.array?.first
        #expect(container?["image"] == "img:1")
        #expect(container?["resources"]?["limits"]?["cpu"] == "2")
        let (_, removed) = try faults("resize", of: pod) { new in
            new.json["spec"]?.updateEach("containers") {
                $0.setField(["resources", "limits", "memory"], nil)
            }
        }
        #expect(
            removed.contains(
                "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed")
        )
    }

    @Test func `ephemeral containers are added, never removed`() throws {
        let pod = try Written.new("pods", Written.pod())
        let (with, none) = try faults("ephemeralcontainers", of: pod) { new in
            new["spec", "hostNetwork"] = true
            new["spec", "ephemeralContainers"] = [
                [
                    "name": "d", "image": "i", "imagePullPolicy": "Always",
                    "terminationMessagePolicy": "File",
                ]
            ]
        }
        #expect(none == [] && with["spec", "hostNetwork"] == nil)
        let (_, removed) = try faults("ephemeralcontainers", of: with) {
            $0["spec", "ephemeralContainers"] = nil
        }
        #expect(
            removed == [
                "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" "
                    + "may not be removed\n"
            ])
    }

    @Test func `generations that were observed are kept where the writer has none`() throws {
        var pod = try Written.new("pods", Written.pod())
        pod["status", "observedGeneration"] = 3
        pod["status", "conditions"] = [["type": "Ready", "observedGeneration": 2]]
        let (new, _) = try faults("status", of: pod) { new in
            new["status", "observedGeneration"] = nil
            new["status", "conditions"] = [
                ["type": "Ready", "status": "True"], ["type": "Initialized"],
            ]
        }
        #expect(new["status", "observedGeneration"] == 3)
        let conditions = new["status", "conditions"]?.array ?? []
        #expect(conditions.map { $0["observedGeneration"] } == [2, nil])
    }

    @Test func `a status keeps the spec and the quality of service`() throws {
        let pod = try Written.new("pods", Written.pod())
        let (new, none) = try faults("status", of: pod) { new in
            new["spec", "nodeName"] = "n"
            new["status"] = ["phase": "Running"]
        }
        #expect(none == [] && new["spec", "nodeName"] == nil)
        #expect(new["status", "qosClass"] == "BestEffort")
        let (_, wrong) = try faults("status", of: pod) {
            $0["status", "podIPs"] = [["ip": "nope"], ["ip": "10.244.0.9"]]
        }
        #expect(
            wrong == [
                "status.podIPs[0]: Invalid value: \"nope\": must be a valid IP address, "
                    + "(e.g. 10.9.8.7 or 2001:db8::ffff)",
                "status.podIPs: Internal error: failed to check for dual stack with "
                    + "error:invalid IP[0]: nope",
                "status.podIPs: Invalid value: [{\"IP\":\"nope\"},{\"IP\":\"10.244.0.9\"}]: "
                    + "may specify no more than one IP for each IP family",
            ])
    }
}
