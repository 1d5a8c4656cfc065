import LinuxSystem

// The pod network beside the reference plugins, in turns, so that whatever else the machine does
// meets both. docs/pod-network.md says what each line means.

do {
    let options = try Options(CommandLine.arguments.dropFirst())
    // One section's failure leaves the others their figures, and is no success.
    var failed = 0
    for section in options.sections {
        print("\nPodNetwork.\(section.rawValue): \(section.title)")
        do {
            try section.run(options)
        } catch {
            failed += 1
            print("  not measured: \(error)")
        }
    }
    if failed > 0 { CurrentProcess.exit(1) }
} catch {
    try? StandardStream.error.write("bench-pod-network: \(error)\n")
    CurrentProcess.exit(2)
}
