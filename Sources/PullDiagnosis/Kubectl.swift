import ImagePullCredentials

/// Command lines that operators can paste. Words from the input are quoted where the shell would
/// read more into them.
enum Kubectl {
  /// `kubectl -n NAMESPACE WORD…`.
  static func line(_ namespace: String, _ words: [String]) -> String {
    (["kubectl", "-n", word(namespace)] + words.map(word)).joined(separator: " ")
  }

  /// Makes a Secret for `server`, whose user and password the reader fills in.
  static func createSecret(_ namespace: String, _ name: String, server: String) -> String {
    line(namespace, ["create", "secret", "docker-registry", name, "--docker-server=\(server)"])
      + " --docker-username=USER --docker-password=PASSWORD"
  }

  /// The same in the place of a Secret of the same type.
  static func replaceSecret(_ namespace: String, _ name: String, server: String) -> String {
    createSecret(namespace, name, server: server)
      + " --dry-run=client -o yaml | kubectl apply -f -"
  }

  /// The same in the place of a Secret of another type: types cannot be edited.
  static func recreateSecret(_ namespace: String, _ name: String, server: String) -> String {
    line(namespace, ["delete", "secret", name, "--ignore-not-found"]) + " && "
      + createSecret(namespace, name, server: server)
  }

  /// Gives a Secret another type, by deleting it and making it again with the data it has; what is
  /// under `key` is put under `.dockerconfigjson`. Nil for a type that sed would read as more than
  /// text: who writes a Secret must not write commands for who repairs it.
  static func retypeSecret(
    _ namespace: String, _ name: String, from type: String, to other: String, key: String? = nil
  ) -> String? {
    guard type.utf8.allSatisfy(\.isPlainInShell) else { return nil }
    let change = "s#\"type\": \"\(type)\"#\"type\": \"\(other)\"#"
    let rename = key.map { " | sed " + word("s#\"\($0)\":#\".dockerconfigjson\":#") } ?? ""
    return line(namespace, ["get", "secret", name, "-o", "json"])
      + "\(rename) | sed \(word(change)) | kubectl replace --force -f -"
  }

  /// Copies a Secret to another namespace. Nil for namespaces that sed would read as more than text.
  static func copySecret(_ name: String, from namespace: String, to other: String) -> String? {
    guard (namespace + other).utf8.allSatisfy({ $0.isPlainInShell && $0 != UInt8(ascii: "/") })
    else { return nil }
    let change = "s/\"namespace\": \"\(namespace)\"/\"namespace\": \"\(other)\"/"
    return line(namespace, ["get", "secret", name, "-o", "json"])
      + " | sed \(word(change)) | kubectl apply -f -"
  }

  /// Adds a Secret to a ServiceAccount's list. A merging patch would replace a list that has items,
  /// a JSON patch appends to it.
  static func patch(_ account: ServiceAccount, adding secret: String) -> String {
    let isEmpty = account.imagePullSecrets.isEmpty
    var patch = JSONWriter()
    if isEmpty {
      patch.beginObject()
      patch.name("imagePullSecrets")
      patch.beginArray()
    } else {
      patch.beginArray()
      patch.beginObject()
      patch.name("op")
      patch.string("add")
      patch.name("path")
      patch.string("/imagePullSecrets/-")
      patch.name("value")
    }
    patch.beginObject()
    patch.name("name")
    patch.string(secret)
    patch.endObject()
    if isEmpty {
      patch.endArray()
      patch.endObject()
    } else {
      patch.endObject()
      patch.endArray()
    }
    let type = isEmpty ? [] : ["--type=json"]
    return line(
      account.namespace, ["patch", "serviceaccount", account.name] + type + ["-p", patch.text])
  }

  /// The server to name for the registry of `image`.
  static func server(for image: ImageReference) -> String {
    image.isDockerHub ? "https://index.docker.io/v1/" : image.registry
  }

  /// `text` as one word of a POSIX shell.
  private static func word(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy(\.isPlainInShell)
    if isPlain { return text }
    // Inside single quotes nothing is special but the quote itself.
    var quoted = "'"
    for scalar in text.printable.unicodeScalars {
      if scalar == "'" { quoted += #"'\''"# } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }
}

extension UInt8 {
  fileprivate var isPlainInShell: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
