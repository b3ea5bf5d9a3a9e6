package dev.convoy.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folder that an Envoy runs in. Certificate, key and CA lie in a folder of their own behind the link {@code ..data}, as kubelets do
 * it: a renewal changes that link, so that Envoy, which watches for moves, never sees a certificate beside another one's key.
 */
final class IdentityFolder {
    private static final String KEY = "tls.key";
    private static final String CA = "ca.crt";
    private static final Path DATA = Path.of("..data");
    private static final String VERSION = "..version-";

    private final Path folder;

    IdentityFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Before a token is spent on what cannot be kept. */
    void requireWritable() {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new CannotJoin("Nothing can be written to " + folder + ": " + there
                    + " is no folder, or not yours to write. The hub was not asked.");
        }
    }

    /** The identity that is there, to renew with. */
    Identity current() throws IOException {
        if (!Files.isRegularFile(folder.resolve(Membership.CERTIFICATE))) {
            throw new CannotJoin("There is no identity in " + folder + " to renew. To join, give a token by --token.");
        }
        try {
            X509Certificate certificate = Pem.certificate(Files.readString(folder.resolve(Membership.CERTIFICATE)));
            if (certificate.getNotAfter().toInstant().isBefore(Instant.now())) {
                throw new CannotJoin("The certificate in " + folder + " expired at "
                        + certificate.getNotAfter().toInstant()
                        + ". Ask a fleet admin for a new join token and join with it.");
            }
            return new Identity(
                    certificate,
                    Pem.ecKey(Files.readString(folder.resolve(KEY))),
                    Pem.certificate(Files.readString(folder.resolve(CA))));
        } catch (GeneralSecurityException _) {
            throw new CannotJoin("The identity in " + folder
                    + " cannot be read. Ask a fleet admin for a new join token and join with it.");
        }
    }

    /** Puts everything in its place, the parts that belong together at once. @return what lies there now */
    List<Path> write(Membership membership, String privateKeyPem, String caPem) throws IOException {
        Map<String, String> others = new TreeMap<>(membership.files());
        others.keySet().removeAll(List.of(Membership.CERTIFICATE, CA, KEY));
        others.keySet().forEach(this::inside);
        Files.createDirectories(folder);
        Path version = Files.createTempDirectory(
                folder, VERSION, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        writePrivate(version.resolve(KEY), privateKeyPem);
        Files.writeString(
                version.resolve(Membership.CERTIFICATE), membership.files().get(Membership.CERTIFICATE));
        Files.writeString(version.resolve(CA), caPem);
        link(DATA, version.getFileName());
        List<Path> written = new ArrayList<>();
        for (String name : List.of(CA, Membership.CERTIFICATE, KEY)) {
            link(Path.of(name), DATA.resolve(name));
            written.add(Path.of(name));
        }
        for (Map.Entry<String, String> other : others.entrySet()) {
            replace(inside(other.getKey()), other.getValue());
            written.add(Path.of(other.getKey()));
        }
        removeOthers(version);
        return written;
    }

    private Path inside(String name) {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder) || path.equals(folder)) {
            throw new CannotJoin("The hub answered with a file outside of the directory; nothing was written.");
        }
        return path;
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** By a rename, so that the link is there at every moment. */
    private void link(Path name, Path target) throws IOException {
        Path link = folder.resolve(name);
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
            return;
        }
        Path fresh = folder.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void replace(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Old keys need not lie about. */
    private void removeOthers(Path version) throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, VERSION + "*")) {
            for (Path old : versions) {
                if (!old.equals(version) && Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS)) {
                    for (String name : List.of(KEY, Membership.CERTIFICATE, CA)) {
                        Files.deleteIfExists(old.resolve(name));
                    }
                    Files.delete(old);
                }
            }
        }
    }
}
