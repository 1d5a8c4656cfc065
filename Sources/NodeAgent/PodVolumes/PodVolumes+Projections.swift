import APIMachinery
import ControllerRuntime
import PodLifecycle

extension PodVolumes {
    /// The files of a volume, from all that is projected into it.
    func files(
        _ projections: [Projection], mode: Int, volume: String, of pod: PodManifest,
        _ fields: DownwardFields
    ) async throws(VolumeFailure) -> [AtomicFolder.File] {
        var files: [String: AtomicFolder.File] = [:]
        var faults: [String] = []
        for projection in projections {
            do throws(VolumeFailure) {
                for file in try await self.files(
                    projection, mode: mode, volume: volume, of: pod, fields)
                {
                    files[file.path] = file
                }
            } catch {
                faults.append(error.message)
            }
        }
        guard faults.isEmpty else {
            let message = faults.count == 1 ? faults[0] : "[\(faults.joined(separator: ", "))]"
            throw VolumeFailure(volume: volume, message)
        }
        return files.values.sorted { $0.path < $1.path }
    }

    private func files(
        _ projection: Projection, mode: Int, volume: String, of pod: PodManifest,
        _ fields: DownwardFields
    ) async throws(VolumeFailure) -> [AtomicFolder.File] {
        switch projection {
        case .configMap(let name, let items, let isOptional):
            let data = try await data(.configMaps, name, isOptional, volume: volume, of: pod)
            return try Self.chosen(
                items, of: data, mode: mode, isOptional, volume: volume,
                subject: "configmap references non-existent config key")
        case .secret(let name, let items, let isOptional):
            let data = try await data(.secrets, name, isOptional, volume: volume, of: pod)
            return try Self.chosen(
                items, of: data, mode: mode, isOptional, volume: volume,
                subject: "references non-existent secret key")
        case .downward(let items):
            return try Self.downward(items, mode: mode, volume: volume, of: pod, fields)
        case .token(let audience, let seconds, let path):
            do throws(APIStatus) {
                let text = try await token(of: pod, audience: audience, seconds: seconds)
                return [.init(path: path, bytes: Array(text.utf8), mode: UInt32(clamping: mode))]
            } catch {
                throw VolumeFailure(
                    volume: volume, "failed to fetch token: \(error.message)")
            }
        }
    }

    private func data(
        _ kind: ResourceKind, _ name: String, _ isOptional: Bool, volume: String,
        of pod: PodManifest
    ) async throws(VolumeFailure) -> [String: [UInt8]] {
        do throws(APIStatus) {
            let object = try await objects.get(kind, namespace: pod.namespace, name: name)
            return kind == .secrets ? ObjectData.secret(object) : ObjectData.configMap(object)
        } catch {
            guard error.code == 404 else {
                throw VolumeFailure(volume: volume, error.message)
            }
            if isOptional { return [:] }
            let word = kind == .secrets ? "secret" : "configmap"
            throw VolumeFailure(volume: volume, "\(word) \"\(name)\" not found")
        }
    }

    private static func chosen(
        _ items: [Projection.Item], of data: [String: [UInt8]], mode: Int, _ isOptional: Bool,
        volume: String, subject: String
    ) throws(VolumeFailure) -> [AtomicFolder.File] {
        if items.isEmpty {
            return data.map { .init(path: $0.key, bytes: $0.value, mode: UInt32(clamping: mode)) }
        }
        var files: [AtomicFolder.File] = []
        for item in items {
            guard let bytes = data[item.key] else {
                if isOptional { continue }
                throw VolumeFailure(volume: volume, "\(subject): \(item.key)")
            }
            files.append(
                .init(path: item.path, bytes: bytes, mode: UInt32(clamping: item.mode ?? mode)))
        }
        return files
    }

    private static func downward(
        _ items: [Projection.DownwardItem], mode: Int, volume: String, of pod: PodManifest,
        _ fields: DownwardFields
    ) throws(VolumeFailure) -> [AtomicFolder.File] {
        do throws(DownwardFields.Failure) {
            var files: [AtomicFolder.File] = []
            for item in items {
                var text = ""
                if let field = item.field {
                    text = try fields.value(field)
                } else if let resource = item.resource {
                    text = try fields.value(resource, in: "")
                }
                files.append(
                    .init(
                        path: item.path, bytes: Array(text.utf8),
                        mode: UInt32(clamping: item.mode ?? mode)))
            }
            return files
        } catch {
            throw VolumeFailure(volume: volume, "\(error)")
        }
    }
}
