# Martlet. `make` lists what it can do.

# Debian packages, by name, in this one place.
BUILD_PACKAGES = libsqlite3-dev zlib1g-dev pkg-config libstdc++-12-dev
LAB_PACKAGES   = iproute2 nftables curl bind9-dnsutils
TEST_PACKAGES  = $(LAB_PACKAGES) conntrack iptables busybox-static containernetworking-plugins \
                 iputils-ping strace openssl python3 python3-yaml python3-dnspython knot-dnsutils \
                 containerd runc podman binutils
BENCH_PACKAGES = $(TEST_PACKAGES) nsd dnsperf etcd-server
# kubectl comes from Kubernetes' own packages; where there is none, Debian's does.
KUBECTL        = $(if $(shell command -v kubectl),,kubernetes-client)

PREFIX  ?= /usr/local
CNI_BIN ?= /opt/cni/bin
UNITS   ?= $(PREFIX)/lib/systemd/system
GOLDEN  ?= ../shared/golden

SWIFT   = swift
SETTING = -c release
BIN     = .build/release
PROGRAMS = martlet martlet-shim svcproxy clusterdns netlab

# Suites that wait for the kernel hold their threads, and would starve those that only wait for each
# other: they run together in a process of their own, and the longest and those that wait for other
# programs one after the other, each in a process of its own.
KERNEL = KernelTests
APART = SQLiteStoreFaultTests PodNetworkKernelTests APIServerProgramTests APIServerKubectlTests \
        ClusterFaultTests PodStreamsKubectlTests CRIRuntimeKernelTests ProcessRuntimeKernelTests \
        NetLabKernelTests ServiceProxyPacketTests ServiceProxyDeploymentTests \
        ServiceProxyLoadTests ServiceProxyKernelTests FlowCleanupKernelTests PodRulesKernelTests \
        PodNetworkFaultTests PodNetworkRuntimeTests PodShapingKernelTests PodNetworkCommandsTests
# Suites over the API server in memory.
LIVE = (Controller|Collector|ControllerRuntime|Scheduler|NodeAgent|PodControl|ProxyHealth|KubernetesClient)Tests
space := $(subst ,, )

.PHONY: help build install demo test golden bench check fmt clean
.DEFAULT_GOAL := help

help: ## list these targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build all programs into .build/release
	@./.ci/packages $(BUILD_PACKAGES)
	$(SWIFT) build $(SETTING)

install: build ## copy the programs to PREFIX/bin, svcproxy's unit for systemd, the CNI plugin to CNI_BIN
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 -s $(addprefix $(BIN)/,$(PROGRAMS)) $(DESTDIR)$(PREFIX)/bin/
	install -d $(DESTDIR)$(UNITS)
	sed 's|@BIN@|$(PREFIX)/bin|' docs/deploy/svcproxy.service > $(DESTDIR)$(UNITS)/svcproxy.service
	chmod 644 $(DESTDIR)$(UNITS)/svcproxy.service
	DESTDIR=$(DESTDIR) cni/install.sh --from $(BIN) --to $(CNI_BIN)

demo: ## install what is missing, build, bring a three-node lab up and show kubectl apply becoming traffic
	@./.ci/packages --root "brings up network namespaces" $(BUILD_PACKAGES) $(LAB_PACKAGES)
	$(SWIFT) build $(SETTING)
	@$(BIN)/netlab run netlab/scenarios/demo.yaml

test: ## install what is missing and run every test
	@./.ci/packages --root "tests the kernel in network namespaces" $(BUILD_PACKAGES) $(TEST_PACKAGES) $(KUBECTL)
	$(SWIFT) build $(SETTING) --build-tests
	$(SWIFT) test $(SETTING) --skip-build --skip '$(LIVE)|$(KERNEL)|$(subst $(space),|,$(APART))'
	$(SWIFT) test $(SETTING) --skip-build --filter $(KERNEL) --skip '$(subst $(space),|,$(APART))'
	$(SWIFT) test $(SETTING) --skip-build --filter '$(LIVE)'
	@for suite in $(APART); do $(SWIFT) test $(SETTING) --skip-build --filter $$suite || exit 1; done

golden: ## play what was recorded of Kubernetes, CoreDNS and kube-proxy (GOLDEN=folder) against ours
	@./.ci/packages --root "builds networks from namespaces" $(BUILD_PACKAGES) $(TEST_PACKAGES) $(KUBECTL)
	$(SWIFT) build $(SETTING)
	@Tests/Golden/run "$(GOLDEN)" $(BIN)

bench: ## measure, each figure beside the reference's from the same run
	@./.ci/packages --root "measures in network namespaces" $(BUILD_PACKAGES) $(BENCH_PACKAGES)
	$(SWIFT) build $(SETTING)
	@for area in store control-plane scheduler cluster service-proxy pod-network node-routes dns; do echo; $(BIN)/bench-$$area || exit 1; done

check: ## format, layering, sizes, words: what needs no kernel
	@./.ci/packages $(BUILD_PACKAGES)
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks
	@for script in .ci/run .ci/packages Tests/Golden/run Tests/Golden/api Tests/Golden/controllers \
		Tests/Golden/proxy-server cni/*.sh; do bash -n $$script || exit 1; done
	ROOMS=YAML,LinuxSystem $(SWIFT) test $(SETTING) --scratch-path .build/check --filter HouseTests

fmt: ## format all sources in place
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

clean: ## remove everything built
	rm -rf .build
