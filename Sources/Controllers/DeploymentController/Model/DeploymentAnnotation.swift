/// The annotations by which a Deployment and its ReplicaSets remember what they are to each other.
package enum DeploymentAnnotation {
    /// Which of the Deployment's templates this is.
    package static let revision = "deployment.kubernetes.io/revision"
    /// Which numbers a ReplicaSet had before it was gone back to.
    package static let revisionHistory = "deployment.kubernetes.io/revision-history"
    /// How many pods the Deployment wanted when the ReplicaSet was last scaled.
    package static let desiredReplicas = "deployment.kubernetes.io/desired-replicas"
    /// How many there could be at most then.
    package static let maxReplicas = "deployment.kubernetes.io/max-replicas"

    /// What is the Deployment's alone.
    private static let ownOfDeployment: Set<String> = [
        "kubectl.kubernetes.io/last-applied-configuration", revision, revisionHistory,
        desiredReplicas, maxReplicas, "deprecated.deployment.rollback.to",
    ]

    /// The longest history that is written.
    private static let historyLimit = 2000

    /// The annotations of the ReplicaSet of the current template.
    /// - Parameters:
    ///   - annotations: those that it has.
    ///   - revision: the number it is to have, at least.
    package static func current(
        _ annotations: [String: String], deployment: [String: String], revision number: Int
    ) -> [String: String] {
        var result = annotations
        for (key, value) in deployment where !ownOfDeployment.contains(key) { result[key] = value }
        guard let old = annotations[revision] else {
            result[revision] = String(number)
            return result
        }
        guard let oldNumber = Int(old), oldNumber < number else { return result }
        result[revision] = String(number)
        var history = (annotations[revisionHistory] ?? "").split(separator: ",").map(String.init)
        history.append(old)
        while history.count > 1, history.joined(separator: ",").count > historyLimit {
            history.removeFirst()
        }
        result[revisionHistory] = history.joined(separator: ",")
        return result
    }

    /// The annotations that say for how many pods a ReplicaSet was scaled.
    package static func scale(of deployment: DeploymentView) -> [String: String] {
        [
            desiredReplicas: String(deployment.replicas),
            maxReplicas: String(deployment.replicas + deployment.maxSurge),
        ]
    }
}
