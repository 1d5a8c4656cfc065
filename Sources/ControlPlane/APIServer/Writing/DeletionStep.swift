import APIMachinery
import JSON
import ResourceModel

/// What a request to delete does to an object.
enum DeletionStep: Hashable, Sendable {
    /// It is being deleted already, no slower than asked for.
    case nothing
    /// It stays, marked, until its time is over or its finalizers are gone.
    case mark(APIObject)
    /// It goes.
    case remove(APIObject)

    /// The step for an object.
    init(
        _ object: APIObject, _ target: ResourceTarget, _ options: DeleteOptions, _ now: Timestamp
    ) {
        let rules = target.storage.rules
        var new = object
        new.finalizers = options.finalizers(of: object, orphansByDefault: rules.orphansByDefault)
        if target.storage.kind == "Namespace", target.storage.group.isEmpty {
            self = Self.namespace(new, object, now)
            return
        }
        var grace = 0
        if let period = rules.gracePeriod {
            // A negative wish counts as a second.
            let wish = options.gracePeriodSeconds.map { $0 < 0 ? 1 : $0 }
            grace = period(object, wish)
        }
        let isMarked = object.deletionTimestamp != nil
        if isMarked {
            let left = object.deletionGracePeriodSeconds ?? 0
            if left > 0, rules.gracePeriod != nil {
                if options.gracePeriodSeconds == nil || grace >= left {
                    self = new == object ? .nothing : .mark(new)
                    return
                }
            } else if !new.finalizers.isEmpty {
                self = new == object ? .nothing : .mark(new)
                return
            }
        }
        if grace == 0, new.finalizers.isEmpty {
            if rules.gracePeriod != nil {
                Self.stamp(&new, object, 0, now)
            }
            self = .remove(new)
            return
        }
        Self.stamp(&new, object, grace, now)
        self = .mark(new)
    }

    /// Sets when the object has to be gone.
    private static func stamp(
        _ new: inout APIObject, _ old: APIObject, _ grace: Int, _ now: Timestamp
    ) {
        var end = Timestamp(microseconds: now.microseconds + Int64(grace) * 1_000_000)
        if let before = old.deletionTimestamp.flatMap(Timestamp.init(parsing:)) {
            // Counted from when deletion was first asked for.
            let first =
                before.microseconds
                - Int64(old.deletionGracePeriodSeconds ?? 0) * 1_000_000
            end = Timestamp(microseconds: first + Int64(grace) * 1_000_000)
        } else if new.generation > 0 {
            new.generation += 1
        }
        new.deletionTimestamp = end.description
        new.deletionGracePeriodSeconds = grace
    }

    /// A namespace stays until its contents are gone.
    private static func namespace(
        _ new: APIObject, _ old: APIObject, _ now: Timestamp
    ) -> DeletionStep {
        var new = new
        if old.deletionTimestamp == nil {
            new.deletionTimestamp = now.description
            new["status", "phase"] = "Terminating"
        }
        let isFree =
            new.finalizers.isEmpty
            && (new["spec", "finalizers"]?.array?.isEmpty ?? true)
        if isFree { return .remove(new) }
        return new == old ? .nothing : .mark(new)
    }

    /// Whether the object goes.
    var isRemoval: Bool {
        if case .remove = self { true } else { false }
    }

    /// The object after the step.
    func object(_ old: APIObject) -> APIObject {
        switch self {
        case .nothing: old
        case .mark(let new), .remove(let new): new
        }
    }
}
