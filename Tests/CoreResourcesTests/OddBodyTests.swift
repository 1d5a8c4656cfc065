import APIMachinery
import CoreResources
import JSON
import NetworkAddress
import Testing

/// Rules are pure functions over trees that a client wrote: whatever it wrote, they answer.
@Suite struct OddBodyTests {
    /// Values that stand where something else is expected.
    private static let odd: [JSON] = [
        .null, true, -1, .number("1e400"), "", "x", [], [.null], [[:]], [:], ["a": .null],
    ]

    /// A tree with one value replaced: each place of it, one after the other.
    private static func variants(_ json: JSON, with value: JSON) -> [JSON] {
        var all = [value]
        switch json {
        case .object(let object):
            for member in object.members {
                for inner in variants(member.value, with: value) {
                    var copy = json
                    copy[member.key] = inner
                    all.append(copy)
                }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                for inner in variants(element, with: value) {
                    var copy = elements
                    copy[index] = inner
                    all.append(.array(copy))
                }
            }
        default: break
        }
        return all
    }

    @Test(arguments: [
        (
            "services",
            #"{"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","clusterIP":"10.0.0.5","#
                + #""clusterIPs":["10.0.0.5"],"ipFamilies":["IPv4"],"externalIPs":["1.2.3.4"],"#
                + #""externalTrafficPolicy":"Local","healthCheckNodePort":30001,"sessionAffinity":"#
                + #""ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":5}},"ports":["#
                + #"{"name":"a","port":80,"targetPort":"x","nodePort":30002,"protocol":"TCP"}]},"#
                + #""status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}}"#
        ),
        (
            "nodes",
            #"{"spec":{"podCIDR":"10.0.0.0/24","podCIDRs":["10.0.0.0/24"],"taints":["#
                + #"{"key":"k","effect":"NoSchedule"}]},"status":{"capacity":{"cpu":"1"},"#
                + #""addresses":[{"type":"Hostname","address":"n"}]}}"#
        ),
        (
            "networkpolicies",
            #"{"spec":{"podSelector":{"matchExpressions":[{"key":"a","operator":"In","#
                + #""values":["b"]}]},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","#
                + #""except":["10.1.0.0/16"]}}],"ports":[{"port":1,"endPort":2}]}]}}"#
        ),
        (
            "ingresses",
            #"{"spec":{"rules":[{"host":"*.a.b","http":{"paths":[{"path":"/","pathType":"Prefix","#
                + #""backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}}"#
        ),
        (
            "persistentvolumes",
            #"{"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"#
                + #""hostPath":{"path":"/x"},"claimRef":{"namespace":"n","name":"c"}}}"#
        ),
        (
            "endpoints",
            #"{"subsets":[{"addresses":[{"ip":"1.1.1.1"}],"ports":[{"port":80}]}]}"#
        ),
    ])
    func `any value anywhere is answered`(plural: String, text: String) throws {
        let kind = try Written.kind(plural)
        let plain = try Written.object(text)
        for value in Self.odd {
            for json in Self.variants(plain.json, with: value) {
                var object = APIObject(json)
                kind.rules.setDefaults(&object)
                var new = object
                kind.rules.prepareForCreate(&new, Written.context)
                _ = kind.rules.validateCreate(new, Written.context)
                var changed = object
                kind.rules.prepareForUpdate(&changed, plain, Written.context)
                _ = kind.rules.validateUpdate(changed, plain, Written.context)
                _ = kind.rules.warnings(new, nil)
                #expect(kind.cells(object, Written.context.now).count == kind.columns.count)
            }
        }
    }

    @Test func `an odd Service takes nothing that a refusal leaves behind`() throws {
        let text = #"""
            {"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","clusterIP":"10.0.0.5",
            "externalTrafficPolicy":"Local","healthCheckNodePort":30001,"ports":[
            {"name":"a","port":80,"nodePort":30002},{"name":"b","port":81,"nodePort":30003}]}}
            """#
        let plain = try Written.new("services", text)
        for value in Self.odd {
            for json in Self.variants(plain.json, with: value) {
                var allocation = ServiceAllocationTests.allocation("10.0.0.0/24")
                var service = APIObject(json)
                if let changes = try? allocation.allocate(&service, old: nil) {
                    allocation.revert(changes)
                }
                var again = plain
                let changes = try allocation.allocate(&again, old: nil)
                #expect(changes.taken.count == 1 && changes.takenPorts.count == 3)
            }
        }
    }
}
