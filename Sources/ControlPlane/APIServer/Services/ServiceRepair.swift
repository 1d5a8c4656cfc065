import APIMachinery
import CoreResources
import ObjectStore
import WatchCache

extension APIServer {
    /// Learns what Services and IPAddress objects hold, and removes the addresses that no Service
    /// has any more: what a crash or an older program left behind.
    func restoreServices() async throws {
        let services = GroupResource(resource: "services")
        let addresses = GroupResource(group: "networking.k8s.io", resource: "ipaddresses")
        var held: [String: Set<String>] = [:]
        for cached in cache.list(services).objects {
            let service = cached.object()
            serviceHook.restore(service: service)
            let own = service["spec", "clusterIPs"]?.array?.compactMap(\.string) ?? []
            held["\(service.namespace)/\(service.name)"] = Set(own)
        }
        var leaked: [StoreWrite] = []
        for cached in cache.list(addresses).objects {
            let address = cached.object()
            let isHeld = CoreResources.service(ofAddress: address).map {
                held["\($0.namespace)/\($0.name)"]?.contains(address.name) ?? false
            }
            if isHeld == false, CoreResources.isAllocatedAddress(address) {
                leaked.append(
                    StoreWrite(
                        key: WatchCache.key(addresses, name: address.name), value: nil,
                        expectation: .unchanged(since: cached.revision)))
            } else {
                serviceHook.restore(address: address)
            }
        }
        if !leaked.isEmpty { _ = try await cache.commit(leaked) }
    }
}
