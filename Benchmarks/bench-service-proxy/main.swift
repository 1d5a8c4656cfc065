import LinuxSystem

// svcproxy's figures, each beside what the kernel or nft takes in the same run. Needs root.
let small = CommandLine.arguments.contains("--quick")
let bench = small ? Bench(rounds: 3, changes: 200) : Bench()

print("Service proxy: nftables, IPv4 filled and IPv6 empty, growing maps")
Report.line("", "time", "to replay", "nft to ours")
try bench.load(Cluster(services: 1_000))
try bench.load(Cluster(services: 10_000))
print("")
Report.line("one endpoint replaced, object to acknowledgement", "p50", "p99")
let few = try bench.change(Cluster(services: 100))
let many = try bench.change(Cluster(services: 10_000))
for (name, figures) in [("100", few), ("10000", many)] {
    Report.line(
        "  among \(name) Services", Report.milliseconds(figures.median),
        Report.milliseconds(figures.quantile(0.99)))
}
Report.line(
    "  ratio", Report.number(many.median / few.median) + "×",
    Report.number(many.quantile(0.99) / few.quantile(0.99)) + "×")
Report.line("from 8 to 9 endpoints and back (a verdict changes)", "p50", "p99")
for size in [100, 10_000] {
    let figures = try bench.change(Cluster(services: size), bits: true)
    Report.line(
        "  among \(size) Services", Report.milliseconds(figures.median),
        Report.milliseconds(figures.quantile(0.99)))
}
print("")
try bench.restart(Cluster(services: 10_000))
try bench.count(Cluster(services: 10))
try bench.count(Cluster(services: 10_000))
