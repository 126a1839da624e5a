package io.pointstream.dashboards.http;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The console's scripts, styles and pictures. They are few and small, so they live in memory, compressed once. The
 * address of each holds the hash of its bytes: a browser may keep it for ever, and a new version has a new address.
 */
public final class Assets {

    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final Map<String, Asset> byName = new LinkedHashMap<>();

    /** Loads all assets from the class path. */
    public Assets() {
        load("console.css", "text/css; charset=utf-8");
        load("console.js", "text/javascript; charset=utf-8");
        load("charts.js", "text/javascript; charset=utf-8");
        load("desk.js", "text/javascript; charset=utf-8");
        load("graph.js", "text/javascript; charset=utf-8");
        load("icon.svg", "image/svg+xml");
    }

    /** The address under which the named asset is served. */
    public String url(String name) {
        return "/assets/" + find(name).hash + "/" + name;
    }

    /** Answers {@code /assets/{hash}/{name}}. */
    public void serve(Context ctx) {
        Asset asset = byName.get(ctx.pathParam("name"));
        if (asset == null || !asset.hash.equals(ctx.pathParam("hash"))) {
            throw new NotFoundResponse("There is no such asset");
        }
        ctx.disableCompression().contentType(asset.type).header("Cache-Control", FOREVER);
        ctx.header("Vary", "Accept-Encoding");
        String accepted = ctx.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            ctx.header("Content-Encoding", "gzip").result(asset.zipped);
        } else {
            ctx.result(asset.plain);
        }
    }

    private Asset find(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("There is no asset " + name);
        }
        return asset;
    }

    private void load(String name, String type) {
        String path = "/io/pointstream/dashboards/assets/" + name;
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The console was built without " + path);
            }
            byte[] plain = in.readAllBytes();
            var zipped = new ByteArrayOutputStream(plain.length / 2);
            try (var gzip = new GZIPOutputStream(zipped)) {
                gzip.write(plain);
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            String hash = HexFormat.of().formatHex(digest, 0, 8);
            byName.put(name, new Asset(type, hash, plain, zipped.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Asset(String type, String hash, byte[] plain, byte[] zipped) {}
}
