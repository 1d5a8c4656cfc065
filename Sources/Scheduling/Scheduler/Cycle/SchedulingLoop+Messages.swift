import ControllerRuntime
import SchedulingModel
import SchedulingPlugins

extension SchedulingLoop {
    /// Takes note of what happened.
    mutating func take(_ messages: [Inbox.Message], now: Instant) {
        for message in messages {
            switch message {
            case .pod(let change): takePod(change, now)
            case .node(let change): takeNode(change, now)
            case .namespacesChanged: queue.note(.namespacesChanged, now: now)
            case .volumesChanged: queue.note(.volumesChanged, now: now)
            case .bindingEnded(let uid, let isBound):
                bindings -= 1
                if !isBound { forget(uid, now) }
            }
        }
    }

    // MARK: - Nodes

    private mutating func takeNode(_ change: ObjectChange, _ now: Instant) {
        guard let new = change.new?.view(NodeView.self) else {
            guard let old = change.old?.view(NodeView.self) else { return }
            table.removeNode(named: old.name)
            queue.note(.nodeRemoved(old), now: now)
            return
        }
        let old = table.node(named: new.name)?.view
        table.update(new)
        if let old {
            queue.note(.nodeChanged(new, from: old), now: now)
        } else {
            queue.note(.nodeAdded(new), now: now)
        }
    }

    // MARK: - Pods

    private mutating func takePod(_ change: ObjectChange, _ now: Instant) {
        let old = change.old?.view(PodInfo.self)
        let new = change.new?.view(PodInfo.self)
        if let old, old.uid != new?.uid { dropPod(old, now) }
        guard let new else { return }
        if new.isFinished {
            dropPod(new, now)
        } else if !new.nodeName.isEmpty {
            takePlaced(new, now)
        } else {
            takeUnplaced(new, now)
        }
    }

    private mutating func dropPod(_ pod: PodInfo, _ now: Instant) {
        queue.remove(uid: pod.uid)
        nominations.remove(uid: pod.uid)
        assumed[pod.uid] = nil
        guard let there = table.placement(uid: pod.uid)?.pod else { return }
        table.remove(uid: pod.uid)
        queue.note(.podRemoved(there), now: now)
    }

    private mutating func takePlaced(_ pod: PodInfo, _ now: Instant) {
        queue.remove(uid: pod.uid)
        nominations.remove(uid: pod.uid)
        let wasAssumed = assumed.removeValue(forKey: pod.uid) != nil
        let old = table.placement(uid: pod.uid)
        table.place(pod, on: pod.nodeName)
        if let old, !wasAssumed {
            queue.note(.podChanged(pod, from: old.pod), now: now)
        } else {
            queue.note(.podAdded(pod), now: now)
        }
        // It was assumed elsewhere, but another scheduler was quicker.
        if let old, old.node.name != pod.nodeName { queue.note(.podRemoved(old.pod), now: now) }
    }

    private mutating func takeUnplaced(_ pod: PodInfo, _ now: Instant) {
        guard options.schedulerNames.contains(pod.schedulerName) else { return }
        if pod.isDeleting {
            queue.remove(uid: pod.uid)
            nominations.remove(uid: pod.uid)
            return
        }
        guard assumed[pod.uid] == nil else { return }
        if !pod.nominatedNodeName.isEmpty {
            nominations.nominate(pod, to: pod.nominatedNodeName)
        }
        queue.update(pod, now: now)
    }

    /// A pod could not be bound: it is taken off its node and tried again, unless it is gone, or
    /// has a node.
    private mutating func forget(_ uid: String, _ now: Instant) {
        guard let queued = assumed.removeValue(forKey: uid) else { return }
        table.remove(uid: uid)
        queue.note(.podRemoved(queued.pod), now: now)
        let current = pods.get(namespace: queued.pod.namespace, name: queued.pod.name)
        guard let pod = current?.view(PodInfo.self), pod.uid == uid, pod.nodeName.isEmpty,
            !pod.isFinished, !pod.isDeleting
        else { return }
        var again = queued
        again.pod = pod
        queue.retry(again, now: now)
    }
}
