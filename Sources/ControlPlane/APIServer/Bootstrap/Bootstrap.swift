import APIMachinery
import AccessControl
import ClusterResources
import CoreResources
import JSON
import ObjectStore
import ResourceModel
import WatchCache

extension APIServer {
    /// Makes what every cluster has and this one lacks.
    func bootstrap() async throws {
        try await ensure(CoreResources.systemNamespaces.map(CoreResources.namespace))
        try await ensure(BootstrapPolicy.objects + ClusterResources.bootstrapPriorityClasses)
        try await reconcilePolicy()
        if !identity.authority.isEmpty {
            try await ensure(
                CoreResources.systemNamespaces.map {
                    CoreResources.rootCertificate(namespace: $0, pem: identity.authority)
                })
        }
        let ranges = configuration.serviceRanges
        try await ensure([CoreResources.serviceRange(ranges, now: Self.now)])
        guard let address = serviceHook.firstAddress else { return }
        let port = configuration.advertisedPort
        try await ensureThroughRules(
            CoreResources.kubernetesService(address: address, port: port))
        try await ensure([
            CoreResources.kubernetesEndpoints(
                address: configuration.advertisedAddress, port: port),
            CoreResources.kubernetesEndpointSlice(
                address: configuration.advertisedAddress, port: port),
        ])
    }

    /// Stores those objects that aren't there, all at once.
    func ensure(_ objects: [APIObject]) async throws {
        var writes: [StoreWrite] = []
        for object in objects {
            guard let target = target(of: object), existing(target) == nil else { continue }
            writes.append(
                StoreWrite(
                    key: target.key, value: try newObjects.bytes(object), expectation: .absent))
        }
        try await commitEach(writes)
    }

    /// One commit each, all at once: they share the store's flushes but not their revisions.
    private func commitEach(_ writes: [StoreWrite]) async throws {
        try await withThrowingTaskGroup { group in
            for write in writes {
                group.addTask { _ = try await self.cache.commit([write]) }
            }
            try await group.waitForAll()
        }
    }

    private func target(of object: APIObject) -> ResourceTarget? {
        registry[kind: object.kind, apiVersion: object.apiVersion].map {
            ResourceTarget(
                definition: $0, storage: registry.storage(of: $0), namespace: object.namespace,
                name: object.name)
        }
    }

    /// Creates an object as a client would, unless there is one of its name.
    private func ensureThroughRules(_ object: APIObject) async throws(APIStatus) {
        guard let target = target(of: object), existing(target) == nil else { return }
        do throws(APIStatus) {
            _ = try await create(object, target, WriteOptions(), .own)
        } catch {
            if error.reason != "AlreadyExists" { throw error }
        }
    }

    /// Gives the server's own roles and bindings back what they lack.
    private func reconcilePolicy() async throws {
        var writes: [StoreWrite] = []
        for wanted in BootstrapPolicy.objects {
            guard let target = target(of: wanted), let stored = existing(target),
                let mended = BootstrapPolicy.reconciled(stored.object, with: wanted)
            else { continue }
            let bytes = try storageForm(mended, target).storedBytes
            if bytes == stored.object.storedBytes { continue }
            writes.append(
                StoreWrite(
                    key: target.key, value: bytes,
                    expectation: .unchanged(since: stored.revision)))
        }
        try await commitEach(writes)
    }
}
