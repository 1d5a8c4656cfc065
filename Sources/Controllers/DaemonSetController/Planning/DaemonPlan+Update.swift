import ControllerRuntime
import PodControl
import WatchCache

extension DaemonPlan {
    /// The next step of a rolling update.
    package func update() -> Steps {
        let count = desired.count
        let surge = set.maxSurge(of: count)
        return surge > 0
            ? surging(limit: surge) : replacing(limit: set.maxUnavailable(of: count))
    }

    /// Old pods go first, as many as may be unavailable; new ones follow as nodes are empty.
    private func replacing(limit: Int) -> Steps {
        var unavailable = 0
        var broken: [CachedObject] = []
        var candidates: [CachedObject] = []
        for node in desired {
            let pods = podsByNode[node] ?? []
            guard pods.count == 1, !pods[0].meta.isDeleting else {
                // On its way already.
                unavailable += 1
                continue
            }
            switch (isUpdated(pods[0]), isAvailable(pods[0])) {
            case (true, true): break
            case (true, false): unavailable += 1
            case (false, true): candidates.append(pods[0])
            case (false, false): broken.append(pods[0])
            }
        }
        return Steps(delete: broken + candidates.prefix(max(0, limit - unavailable)))
    }

    /// New pods come first, beside the old ones; these go as the new ones are available.
    private func surging(limit: Int) -> Steps {
        var steps = Steps()
        var surged = 0
        var candidates: [String] = []
        for node in desired {
            let pods = (podsByNode[node] ?? []).filter { !$0.meta.isDeleting }
            let new = pods.filter(isUpdated)
            guard let old = pods.first(where: { !isUpdated($0) }) else { continue }
            guard pods.count <= 2, new.count <= 1 else {
                surged += 1
                continue
            }
            if let new = new.first {
                if isAvailable(new) { steps.delete.append(old) } else { surged += 1 }
            } else if isAvailable(old) {
                candidates.append(node)
            } else {
                steps.create.append(node)
            }
        }
        steps.create += candidates.prefix(max(0, limit - surged))
        return steps
    }
}
