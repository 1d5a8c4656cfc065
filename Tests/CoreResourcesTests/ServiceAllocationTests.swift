import APIMachinery
import CoreResources
import JSON
import NetworkAddress
import Testing

@Suite struct ServiceAllocationTests {
    static func allocation(
        _ ranges: String..., ports: ClosedRange<Int> = 30000...32767
    ) -> ServiceAllocation {
        ServiceAllocation(ranges: ranges.compactMap { IPPrefix($0) }, ports: ports, seed: 7)
    }

    /// Allocates for a new Service with a spec; the Service as it comes out.
    static func create(
        _ allocation: inout ServiceAllocation, _ spec: String, dryRun: Bool = false
    ) throws -> (service: APIObject, changes: ServiceAllocation.Changes) {
        var service = try Written.new("services", #"{"metadata":{"name":"s"},"spec":\#(spec)}"#)
        let changes = try allocation.allocate(&service, old: nil, isDryRun: dryRun)
        return (service, changes)
    }

    /// What a refusal says.
    static func refusal(_ allocation: inout ServiceAllocation, _ spec: String) -> String? {
        do {
            _ = try create(&allocation, spec)
            return nil
        } catch let status as APIStatus {
            return status.message
        } catch {
            return "\(error)"
        }
    }

    @Test func `every address of a range is given once, and then none`() throws {
        var allocation = Self.allocation("10.0.0.0/24")
        var seen: Set<String> = []
        for _ in 0..<254 {
            let (service, _) = try Self.create(&allocation, #"{"ports":[{"port":80}]}"#)
            let address = try #require(service["spec", "clusterIP"]?.string)
            #expect(seen.insert(address).inserted)
        }
        #expect(!seen.contains("10.0.0.0") && !seen.contains("10.0.0.255"))
        #expect(
            Self.refusal(&allocation, #"{"ports":[{"port":80}]}"#)
                == "Internal error occurred: failed to allocate a serviceIP: range is full")
    }

    @Test func `the lowest addresses are given last`() throws {
        var allocation = Self.allocation("10.0.0.0/24")
        for _ in 0..<(254 - 16) {
            let (_, changes) = try Self.create(&allocation, #"{"ports":[{"port":80}]}"#)
            let address = try #require(changes.taken.first)
            #expect(address > (try #require(IPAddress("10.0.0.16"))))
        }
        let (_, changes) = try Self.create(&allocation, #"{"ports":[{"port":80}]}"#)
        #expect(try #require(changes.taken.first) <= #require(IPAddress("10.0.0.16")))
    }

    @Test func `sixty thousand Services have sixty thousand addresses`() throws {
        var allocation = Self.allocation("10.96.0.0/16")
        var seen: Set<IPAddress> = []
        for _ in 0..<60_000 {
            let (_, changes) = try Self.create(&allocation, #"{"ports":[{"port":80}]}"#)
            seen.formUnion(changes.taken)
        }
        #expect(seen.count == 60_000)
    }

    @Test(arguments: [
        ("10.0.0.9", "provided IP is already allocated"),
        (
            "10.0.0.255",
            "the provided IP (10.0.0.255) is not in the valid range. "
                + "The range of valid IPs is 10.0.0.0/24"
        ),
        ("10.1.0.1", "the provided network does not match the current range"),
    ])
    func `an address that can't be had is refused in upstream's words`(
        address: String, words: String
    ) throws {
        var allocation = Self.allocation("10.0.0.0/24")
        _ = try Self.create(&allocation, #"{"clusterIP":"10.0.0.9","ports":[{"port":80}]}"#)
        #expect(
            Self.refusal(&allocation, #"{"clusterIP":"\#(address)","ports":[{"port":80}]}"#)
                == "Service \"s\" is invalid: spec.clusterIPs: Invalid value: [\"\(address)\"]: "
                + "failed to allocate IP \(address): \(words)")
    }

    @Test func `what a failed write took is free again`() throws {
        var allocation = Self.allocation("10.0.0.0/24")
        let spec = #"{"type":"NodePort","clusterIP":"10.0.0.9","#
        let (_, changes) = try Self.create(
            &allocation, spec + #""ports":[{"port":80,"nodePort":30100}]}"#)
        allocation.revert(changes)
        _ = try Self.create(&allocation, spec + #""ports":[{"port":80,"nodePort":30100}]}"#)
    }

    @Test func `a refusal half way takes nothing`() throws {
        var allocation = Self.allocation("10.0.0.0/24")
        _ = try Self.create(
            &allocation, #"{"type":"NodePort","ports":[{"port":80,"nodePort":30100}]}"#)
        let bad = #"{"type":"NodePort","clusterIP":"10.0.0.9","ports":["#
        #expect(
            Self.refusal(&allocation, bad + #"{"port":80,"nodePort":30100}]}"#)?
                .hasSuffix("provided port is already allocated") == true)
        _ = try Self.create(&allocation, #"{"clusterIP":"10.0.0.9","ports":[{"port":80}]}"#)
    }

    @Test func `a dry run takes nothing and frees nothing`() throws {
        var allocation = Self.allocation("10.0.0.0/24")
        let spec = #"{"clusterIP":"10.0.0.9","ports":[{"port":80}]}"#
        _ = try Self.create(&allocation, spec)
        let (service, changes) = try Self.create(&allocation, spec, dryRun: true)
        #expect(service["spec", "clusterIPs"] == ["10.0.0.9"])
        #expect(changes == ServiceAllocation.Changes())
        #expect(Self.refusal(&allocation, spec) != nil)
    }

    @Test func `a deleted Service's address and ports go to the next`() throws {
        var allocation = Self.allocation("10.0.0.0/30", ports: 30000...30000)
        let spec = #"{"type":"NodePort","ports":[{"port":80}]}"#
        let (service, _) = try Self.create(&allocation, spec)
        allocation.commit(ServiceAllocation.changes(deleting: service))
        let (next, _) = try Self.create(&allocation, spec)
        #expect(next["spec", "ports"]?.array?.first?["nodePort"] == 30000)
    }

    @Test func `a restored Service keeps what it has from others`() throws {
        var allocation = Self.allocation("10.0.0.0/24")
        let (service, _) = try Self.create(
            &allocation, #"{"type":"NodePort","ports":[{"port":80}]}"#)
        var restarted = Self.allocation("10.0.0.0/24")
        restarted.restore(service)
        let address = try #require(service["spec", "clusterIP"]?.string)
        let spec = #"{"clusterIP":"\#(address)","ports":[{"port":80}]}"#
        #expect(Self.refusal(&restarted, spec)?.hasSuffix("already allocated") == true)
    }
}
