import APIMachinery
import CoreResources
import JSON
import NetworkAddress
import Testing

@Suite struct ServiceFamilyTests {
    private typealias Base = ServiceAllocationTests

    /// Families and policy of a Service: `IPv4,IPv6 PreferDualStack`.
    private static func families(_ service: APIObject) -> String {
        let families = service["spec", "ipFamilies"]?.array?.compactMap(\.string) ?? []
        let policy = service["spec", "ipFamilyPolicy"]?.string ?? "none"
        return "\(families.joined(separator: ",")) \(policy)"
    }

    @Test(arguments: [
        (#"{"ports":[{"port":80}]}"#, "IPv4 SingleStack", "IPv4 SingleStack"),
        (
            #"{"ipFamilyPolicy":"PreferDualStack","ports":[{"port":80}]}"#,
            "IPv4 PreferDualStack", "IPv4,IPv6 PreferDualStack"
        ),
        (
            #"{"clusterIP":"None","selector":{"a":"b"},"ports":[{"port":80}]}"#,
            "IPv4 SingleStack", "IPv4 SingleStack"
        ),
        (
            #"{"clusterIP":"None"}"#, "IPv4,IPv6 RequireDualStack", "IPv4,IPv6 RequireDualStack"
        ),
        (#"{"type":"ExternalName","externalName":"a.b"}"#, " none", " none"),
    ])
    func `a Service gets families by what it says and what the cluster has`(
        spec: String, single: String, dual: String
    ) throws {
        var one = Base.allocation("10.0.0.0/24")
        #expect(Self.families(try Base.create(&one, spec).service) == single)
        var two = Base.allocation("10.0.0.0/24", "fd00::/112")
        let (service, changes) = try Base.create(&two, spec)
        #expect(Self.families(service) == dual)
        let addresses = service["spec", "clusterIPs"]?.array?.compactMap(\.string) ?? []
        let taken = addresses.filter { $0 != "None" }
        #expect(changes.taken.map(\.description) == taken)
    }

    @Test(arguments: [
        (
            #"{"ipFamilyPolicy":"RequireDualStack","ports":[{"port":80}]}"#,
            "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": "
                + "this cluster is not configured for dual-stack services"
        ),
        (
            #"{"ipFamilies":["IPv6"],"ports":[{"port":80}]}"#,
            "spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster"
        ),
        (
            #"{"ipFamilies":["IPv4","IPv4"],"ports":[{"port":80}]}"#,
            "spec.ipFamilies[1]: Duplicate value: \"IPv4\""
        ),
        (
            #"{"clusterIP":"fd00::9","ports":[{"port":80}]}"#,
            "spec.clusterIPs[0]: Invalid value: [\"fd00::9\"]: "
                + "IPv6 is not configured on this cluster"
        ),
    ])
    func `families that can't be had are refused in upstream's words`(
        spec: String, words: String
    ) throws {
        var allocation = Base.allocation("10.0.0.0/24")
        #expect(Base.refusal(&allocation, spec) == "Service \"s\" is invalid: \(words)")
    }

    @Test func `a second stack comes and goes with the policy`() throws {
        var allocation = Base.allocation("10.0.0.0/24", "fd00::/112")
        let (service, _) = try Base.create(&allocation, #"{"ports":[{"port":80}]}"#)
        var dual = service
        dual["spec", "ipFamilyPolicy"] = "RequireDualStack"
        let up = try allocation.allocate(&dual, old: service)
        #expect(Self.families(dual) == "IPv4,IPv6 RequireDualStack")
        #expect(up.taken.map(\.family) == [.ipv6] && up.released.isEmpty)
        #expect(dual["spec", "clusterIPs"]?.array?.count == 2)
        var single = dual
        single["spec", "ipFamilyPolicy"] = "SingleStack"
        let down = try allocation.allocate(&single, old: dual)
        #expect(down.released == up.taken && down.taken.isEmpty)
        #expect(single["spec", "clusterIPs"] == service["spec", "clusterIPs"])
    }

    @Test func `a Service that becomes a name gives its address back, and gets one again`() throws {
        var allocation = Base.allocation("10.0.0.0/24")
        let (service, first) = try Base.create(&allocation, #"{"ports":[{"port":80}]}"#)
        var text = service
        text["spec", "type"] = "ExternalName"
        text["spec", "externalName"] = "a.b"
        var name = try Written.changed("services", text.json.description, from: service)
        let changes = try allocation.allocate(&name, old: service)
        #expect(changes.released == first.taken)
        #expect(name["spec", "clusterIP"] == nil && name["spec", "ipFamilies"] == nil)
        #expect(name["spec", "internalTrafficPolicy"] == nil)
        allocation.commit(changes)
        text["spec", "type"] = "ClusterIP"
        text["spec", "clusterIP"] = nil
        text["spec", "clusterIPs"] = nil
        var again = try Written.changed("services", text.json.description, from: name)
        let back = try allocation.allocate(&again, old: name)
        #expect(back.taken.count == 1)
    }
}
