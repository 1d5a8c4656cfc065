import APIMachinery
import CoreResources
import NetworkAddress
import ObjectStore
import Synchronization
import WatchCache

/// Gives Services their addresses and node ports, with the IPAddress objects in the same commit.
final class ServiceHook: WriteHook {
    private static let addresses = GroupResource(
        group: "networking.k8s.io", resource: "ipaddresses")

    let families: [String]
    let firstAddress: IPAddress?
    private let allocation: Mutex<ServiceAllocation>
    /// An object's stored bytes, with the metadata that new objects get.
    private let storedBytes: @Sendable (APIObject) throws(APIStatus) -> [UInt8]

    init(
        ranges: [IPPrefix], ports: ClosedRange<Int>,
        storedBytes: @escaping @Sendable (APIObject) throws(APIStatus) -> [UInt8]
    ) {
        let allocation = ServiceAllocation(ranges: ranges, ports: ports)
        families = allocation.families
        firstAddress = allocation.firstAddress
        self.allocation = Mutex(allocation)
        self.storedBytes = storedBytes
    }

    /// Takes what a stored Service or IPAddress object has.
    func restore(service: APIObject) { allocation.withLock { $0.restore(service) } }

    /// Takes the address of a stored IPAddress object.
    func restore(address: APIObject) {
        guard let value = IPAddress(address.name) else { return }
        allocation.withLock { $0.restore(value) }
    }

    func prepare(
        _ object: inout APIObject, old: APIObject?, _ request: WriteHookRequest
    ) throws(APIStatus) -> WriteExtras? {
        var service = object
        let result: Result<ServiceAllocation.Changes, APIStatus> = allocation.withLock {
            allocation in
            do throws(APIStatus) {
                return .success(
                    try allocation.allocate(&service, old: old, isDryRun: request.isDryRun))
            } catch {
                return .failure(error)
            }
        }
        let changes = try result.get()
        object = service
        var extras = extras(of: changes)
        do throws(APIStatus) {
            for address in changes.taken {
                let bytes = try storedBytes(CoreResources.addressObject(address, of: object))
                extras.writes.append(
                    StoreWrite(key: Self.key(address), value: bytes, expectation: .absent))
            }
        } catch {
            extras.abandon()
            throw error
        }
        return extras
    }

    func remove(
        _ object: APIObject, _ request: WriteHookRequest
    ) throws(APIStatus) -> WriteExtras? {
        extras(of: ServiceAllocation.changes(deleting: object))
    }

    private func extras(of changes: ServiceAllocation.Changes) -> WriteExtras {
        WriteExtras(
            writes: changes.released.map {
                StoreWrite(key: Self.key($0), value: nil, expectation: .anything)
            },
            finish: { [self] in allocation.withLock { $0.commit(changes) } },
            abandon: { [self] in allocation.withLock { $0.revert(changes) } })
    }

    private static func key(_ address: IPAddress) -> String {
        WatchCache.key(addresses, name: address.description)
    }
}
