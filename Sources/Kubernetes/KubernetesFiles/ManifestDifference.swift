import KubernetesAPI
import KubernetesClient

/// What has to be told between two states.
enum ManifestDifference {
    /// Deletions first, each group ordered by key, so that runs can be compared.
    static func events(
        from old: [ObjectKey: ManifestEntry], to new: [ObjectKey: ManifestEntry]
    ) -> [ObjectEvent] {
        var deleted: [ObjectKey] = []
        for key in old.keys where new[key] == nil { deleted.append(key) }
        var applied: [ManifestEntry] = []
        for (key, entry) in new {
            if let before = old[key], before === entry || before.object == entry.object { continue }
            applied.append(entry)
        }
        deleted.sort()
        applied.sort { $0.key < $1.key }
        return deleted.map(ObjectEvent.deleted) + applied.map { .applied($0.object) }
    }
}
