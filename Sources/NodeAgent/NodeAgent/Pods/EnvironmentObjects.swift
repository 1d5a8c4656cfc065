import APIMachinery
import ControllerRuntime
import PodLifecycle
import PodVolumes

/// The ConfigMaps and Secrets that a container's environment names.
struct EnvironmentObjects {
    private let reader: ObjectReader
    private let namespace: String

    init(_ reader: ObjectReader, _ namespace: String) {
        self.reader = reader
        self.namespace = namespace
    }

    /// Those that are there.
    /// - Throws: when the server can't say; one that is missing is left out.
    func objects(
        of container: ContainerManifest
    ) async throws(APIStatus) -> ContainerEnvironment.Objects {
        var maps: Set<String> = []
        var secrets: Set<String> = []
        for variable in container.environment {
            switch variable.source {
            case .configMap(let name, _, _): maps.insert(name)
            case .secret(let name, _, _): secrets.insert(name)
            case .text, .field, .resource: break
            }
        }
        for source in container.environmentSources {
            if source.kind == .configMap {
                maps.insert(source.name)
            } else {
                secrets.insert(source.name)
            }
        }
        var objects = ContainerEnvironment.Objects()
        for name in maps {
            if let object = try await find(.configMaps, name) {
                objects.configMaps[name] = texts(ObjectData.configMap(object))
            }
        }
        for name in secrets {
            if let object = try await find(.secrets, name) {
                objects.secrets[name] = texts(ObjectData.secret(object))
            }
        }
        return objects
    }

    private func find(
        _ kind: ResourceKind, _ name: String
    ) async throws(APIStatus) -> APIObject? {
        do throws(APIStatus) {
            return try await reader.get(kind, namespace: namespace, name: name)
        } catch {
            if error.code == 404 { return nil }
            throw error
        }
    }

    private func texts(_ data: [String: [UInt8]]) -> [String: String] {
        data.mapValues { String(decoding: $0, as: UTF8.self) }
    }
}
