# syntax=docker/dockerfile:1
# pointstream's production image: docker-compose.yml runs each role from it.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
# The gates and the tests are CI's; a change of sources keeps Maven's repository.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dquick -DskipTests -pl app -am package

FROM eclipse-temurin:25-jdk
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/pointstream pointstream \
 && mkdir /var/lib/pointstream/state \
 && chown pointstream: /var/lib/pointstream/state
# The production class path: no test library, no server.
COPY --from=build /src/app/target/lib /opt/pointstream/lib
USER pointstream
WORKDIR /var/lib/pointstream
# Half of the container's memory for the heap: RocksDB and the clients need the rest.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
VOLUME /var/lib/pointstream/state
EXPOSE 8080
ENTRYPOINT ["java", "-cp", "/opt/pointstream/lib/*", "io.pointstream.app.Main"]
CMD ["run"]
