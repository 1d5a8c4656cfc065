import LinuxSystem

// ADD and DEL of martlet-cni beside the reference plugins, in turns, so that whatever else the
// machine does meets both. Figures are milliseconds from start to end of the plugin's process.

do {
    let options = try Options(CommandLine.arguments.dropFirst())
    print("PodNetwork.attach: bridge, host-local, ipMasq; ms from exec to exit\n")
    let ours = try Rig(.ours, pods: options.count)
    let reference = try Rig(.reference, pods: options.count)
    let report = Report()
    try Sequence(ours: ours, reference: reference, count: options.count).run(into: report)
    try Burst(ours: ours, reference: reference, width: options.width, rounds: options.rounds)
        .run(into: report)
    try StartUp(ours: ours, reference: reference, count: options.count).run(into: report)
    report.print()
} catch {
    try? StandardStream.error.write("bench-pod-network: \(error)\n")
    CurrentProcess.exit(1)
}
