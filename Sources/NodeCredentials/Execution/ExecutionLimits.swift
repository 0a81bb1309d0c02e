/// What a plugin or helper may use before it is stopped.
public struct ExecutionLimits: Sendable, Hashable {
  /// How long it may run: one minute, as in the kubelet (plugin.go, `ExecPlugin`).
  public let timeLimit: Duration
  /// How long it may go on after SIGTERM before it is killed. The kubelet kills at once.
  public let killDelay: Duration
  /// How many bytes it may write to standard output; the kubelet has no limit.
  public let outputLimit: Int
  /// How many bytes of its standard error are kept; the rest is read and dropped.
  public let errorOutputLimit: Int

  /// The limits given; those left out are the usual ones.
  ///
  /// Times are taken to be between zero and a day, sizes between zero and 1 GiB.
  public init(
    timeLimit: Duration = .seconds(60), killDelay: Duration = .seconds(1),
    outputLimit: Int = 1 << 20, errorOutputLimit: Int = 64 << 10
  ) {
    self.timeLimit = min(max(timeLimit, .zero), Self.day)
    self.killDelay = min(max(killDelay, .zero), Self.day)
    self.outputLimit = min(max(outputLimit, 0), Self.gibibyte)
    self.errorOutputLimit = min(max(errorOutputLimit, 0), Self.gibibyte)
  }

  private static let day = Duration.seconds(86_400)
  private static let gibibyte = 1 << 30
}
