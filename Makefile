# Convoy. The two commands of the README: make demo, make test.
MVN := deploy/bin/with-jdk mvn -B -ntp
ARGS ?=

.PHONY: build demo test fmt golden bench clean

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

# What a change costs, beside the rivals: everything in about 20 minutes, a part of it with ARGS="--matrix small". Writes benchmarks/RESULTS.md.
bench:
	@benchmarks/run $(ARGS)

clean:
	@$(MVN) -q clean
	@rm -rf build
