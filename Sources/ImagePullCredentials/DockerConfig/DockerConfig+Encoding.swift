extension DockerConfig {
  /// The document in the form of `~/.docker/config.json`, which a Secret of type `kubernetes.io/dockerconfigjson`
  /// holds. Contains every secret.
  ///
  /// A document of one entry is byte for byte what `kubectl create secret docker-registry` writes
  /// (kubectl: pkg/cmd/create/create_secret_docker.go, `handleDockerCfgJSONContent`):
  ///
  /// - members in the order `username`, `password`, `email`, `auth`, then the tokens; empty ones are left out;
  /// - `auth` is padded base64 of `username:password`, left out when both are empty, as in Docker: tools assume
  ///   that the credentials of an entry without `auth` are elsewhere, and reject an entry with an empty username;
  ///   also left out if the decoded document had none and the username contains a colon, where `auth` would be
  ///   split;
  /// - strings escaped as in Go's `json.Marshal`, no white space.
  ///
  /// After `auths` come `HttpHeaders`, `credsStore` and `credHelpers`, if set, and then the decoded document's
  /// unknown members; the unknown members of an entry come last in it. They keep their order and their bytes,
  /// except for white space. Decoding the result gives an equal document.
  ///
  /// Linear in the length of the document.
  public func encodeDockerConfigJSON() -> [UInt8] {
    let extras = storage.extras
    var json = JSONWriter()
    json.beginObject()
    if extras.hasAuths || !entries.isEmpty {
      json.name("auths")
      json.write(storage)
    }
    if !extras.headers.isEmpty {
      json.name("HttpHeaders")
      json.write(extras.headers.lazy.map { ($0.name, $0.value) })
    }
    if let helper = extras.credentialsStore {
      json.name("credsStore")
      json.string(helper)
    }
    if !extras.credentialHelpers.isEmpty {
      json.name("credHelpers")
      json.write(extras.credentialHelpers.lazy.map { ($0.registry, $0.helper) })
    }
    if !extras.unknownMembers.isEmpty { json.raw(extras.unknownMembers.span) }
    json.endObject()
    return json.bytes
  }

  /// The entries in the legacy form of `~/.dockercfg`, which a Secret of type `kubernetes.io/dockercfg` holds: the
  /// value of `auths` alone. Contains every secret.
  ///
  /// Entries are written as by ``encodeDockerConfigJSON()``. The format has no place for headers, helpers and other
  /// members outside `auths`: they are left out.
  public func encodeDockercfg() -> [UInt8] {
    var json = JSONWriter()
    json.write(storage)
    return json.bytes
  }
}

extension DockerConfig.Record {
  /// Whether the field `auth` can be written: it is not empty, and reads back as `username` and
  /// `password`.
  fileprivate func isAuthWritten(in text: Span<UInt8>) -> Bool {
    if username.isEmpty, password.isEmpty { return false }
    return !flags.contains(.fieldsOnly)
      || text.firstOffset(of: UInt8(ascii: ":"), in: username) == nil
  }
}

extension JSONWriter {
  /// Writes the map from registry keys to entries.
  fileprivate mutating func write(_ storage: DockerConfig.Storage) {
    let (records, text) = (storage.records, storage.text)
    beginObject()
    for position in records.indices {
      let record = records[position]
      name(text.extracting(record.key))
      write(record, of: text)
    }
    endObject()
  }

  private mutating func write(_ record: DockerConfig.Record, of text: Span<UInt8>) {
    beginObject()
    member("username", text.extracting(record.username))
    member("password", text.extracting(record.password))
    member("email", text.extracting(record.email))
    if record.isAuthWritten(in: text) {
      let auth = Base64.encode(text.extracting(record.auth))
      member("auth", auth.span)
    }
    member("identitytoken", text.extracting(record.identityToken))
    member("registrytoken", text.extracting(record.registryToken))
    if !record.unknownMembers.isEmpty { raw(text.extracting(record.unknownMembers)) }
    endObject()
  }

  /// Writes a member, unless it is empty.
  private mutating func member(_ name: String, _ value: Span<UInt8>) {
    guard !value.isEmpty else { return }
    self.name(name)
    string(value)
  }

  fileprivate mutating func write(_ members: some Sequence<(name: String, value: String)>) {
    beginObject()
    for member in members {
      name(member.name)
      string(member.value)
    }
    endObject()
  }
}
