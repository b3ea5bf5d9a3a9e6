# Convoy. The two commands of the README: make demo, make test.
SHELL := bash
.SHELLFLAGS := -o pipefail -c
MVN := deploy/bin/with-jdk mvn -B -ntp
ARGS ?=
PIPELINE := control-plane/target

.PHONY: build demo test fmt golden bench bench-pipeline grow soak clean

build:
	@$(MVN) -q package -DskipTests

# The main job in one command: three members, a real Envoy each, a real PostgreSQL, real requests.
demo:
	@deploy/bin/demo $(ARGS)

# Everything, from nothing.
test:
	@deploy/bin/run-tests $(ARGS)

fmt:
	@$(MVN) -q spotless:apply

# Accepts what the stories produce now; git diff reviews it.
golden:
	@$(MVN) -q test -Dconvoy.goldens=accept -Dtest='StoriesTest' -Dsurefire.failIfNoSpecifiedTests=false

# A Gateway grows from 100 to 10,000 hosts and back under 500 requests a second, with a real Envoy; then 10,000 hosts are asked as they are planned.
grow:
	@$(MVN) -pl control-plane -am test -Dtest='GrowingGatewayTest,ScopedRoutesTest,PlannedHostsTest' -Dconvoy.growth.hosts=10000 -Dsurefire.failIfNoSpecifiedTests=false | grep -E 'hosts in|Tests run:.*Test$$|\[ERROR|BUILD'

# The long fuzzing: make soak ARGS=2h
soak:
	@deploy/bin/soak $(ARGS)

# What a change costs, beside the rivals: everything in about an hour, which writes benchmarks/RESULTS.md, or a part of it
# with ARGS="--matrix small", which writes build/bench/RESULTS.md. Exit status 1 where a goal is not met.
bench:
	@benchmarks/run $(ARGS)

# What one changed object costs the hub, step by step; ARGS are the numbers of services.
bench-pipeline: build
	@deploy/bin/with-jdk java -cp '$(PIPELINE)/test-classes:$(PIPELINE)/classes:$(PIPELINE)/quarkus-app/lib/main/*:$(PIPELINE)/quarkus-app/lib/boot/*' \
		dev.convoy.control.pipeline.ChangeCost $(ARGS)

clean:
	@$(MVN) -q clean
	@rm -rf build
