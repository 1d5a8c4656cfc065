import APIMachinery
import JSON
import ObjectStore
import QuotaModel
import ResourceModel
import WatchCache

/// Counts new objects against their namespace's quotas, in the commit that stores them.
struct QuotaCharge: Sendable {
    static let quotas = GroupResource(resource: "resourcequotas")

    let server: APIServer
    let target: ResourceTarget
    /// Whether quotas aren't minded at all.
    let isOff: Bool

    /// The quotas' new states; none when no quota counts the object.
    /// - Throws: 403 when a quota is exceeded.
    func writes(for object: APIObject) throws(APIStatus) -> [StoreWrite] {
        let resource = target.storage.groupResource
        guard !isOff, target.definition.isNamespaced else { return [] }
        var writes: [StoreWrite] = []
        for cached in server.cache.list(Self.quotas, namespace: target.namespace).objects {
            let quota = cached.kept { Quota(APIObject(JSON($0))) }
            guard quota.resources.contains(resource) else { continue }
            let usage = ObjectUsage(object, of: resource)
            do throws(Quota.Refusal) {
                if usage.pod != nil { try quota.checkStated(object, usage) }
                guard let used = try quota.charged(usage, after: nil) else { continue }
                var stored = APIObject((try? JSON(parsing: cached.stored)) ?? [:])
                stored["status", "used"] = used.json
                writes.append(
                    StoreWrite(
                        key: WatchCache.key(
                            Self.quotas, namespace: cached.namespace, name: cached.name),
                        value: stored.storedBytes,
                        expectation: .unchanged(since: cached.revision)))
            } catch {
                throw .forbidden(
                    target.definition.groupResource, name: object.name, error.message)
            }
        }
        return writes
    }

    /// Whether a write failed only since a quota was charged by another meanwhile.
    static func isContended(_ key: String) -> Bool {
        key.hasPrefix(WatchCache.prefix(quotas))
    }
}

/// A change of an object uses no more than the quotas have left.
struct QuotaCheck: AdmissionStep {
    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        let resource = request.target.storage.groupResource
        guard request.target.definition.isNamespaced, request.subresource.isEmpty else { return }
        let quotas = request.server.cache.list(
            QuotaCharge.quotas, namespace: request.target.namespace)
        for cached in quotas.objects {
            let quota = cached.kept { Quota(APIObject(JSON($0))) }
            guard quota.resources.contains(resource) else { continue }
            do throws(Quota.Refusal) {
                _ = try quota.charged(
                    ObjectUsage(object, of: resource), after: ObjectUsage(old, of: resource))
            } catch {
                throw .forbidden(
                    request.target.definition.groupResource, name: object.name, error.message)
            }
        }
    }
}
