/// One call after the other, the two implementations in turns.
struct Sequence {
    let ours: Rig
    let reference: Rig
    let count: Int

    func run(into report: Report) throws {
        // The first ADD makes the bridge and the tables.
        for rig in [ours, reference] {
            _ = try rig.call("ADD", pod: 0)
            _ = try rig.call("DEL", pod: 0)
        }
        for command in ["ADD", "DEL"] {
            var own: [Double] = []
            var other: [Double] = []
            for pod in 0..<count {
                own.append(try ours.call(command, pod: pod))
                other.append(try reference.call(command, pod: pod))
            }
            report.add("\(command), \(count) in sequence", own, other)
        }
    }
}

/// What a process costs that does nothing: the answer to VERSION.
struct StartUp {
    let ours: Rig
    let reference: Rig
    let count: Int

    func run(into report: Report) throws {
        var own: [Double] = []
        var other: [Double] = []
        for _ in 0..<count {
            own.append(try ours.call("VERSION", pod: 0))
            other.append(try reference.call("VERSION", pod: 0))
        }
        report.add("VERSION", own, other)
    }
}
