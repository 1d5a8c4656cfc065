import APIMachinery
import JSON
import ObjectStore
import ResourceModel

extension APIServer {
    /// Makes what every cluster has and this one lacks.
    func bootstrap() async throws {
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
            try await ensure(
                APIObject([
                    "kind": "Namespace", "apiVersion": "v1", "metadata": ["name": .string(name)],
                ]))
        }
    }

    /// Creates an object unless there is one of its name.
    func ensure(_ object: APIObject) async throws(APIStatus) {
        guard let definition = registry[kind: object.kind, apiVersion: object.apiVersion] else {
            return
        }
        let target = ResourceTarget(
            definition: definition, storage: registry.storage(of: definition),
            namespace: object.namespace, name: object.name)
        if existing(target) != nil { return }
        do {
            _ = try await create(object, target, WriteOptions(), .own)
        } catch {
            if error.reason != "AlreadyExists" { throw error }
        }
    }
}
