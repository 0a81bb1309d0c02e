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
  /// How many executions of one plugin, or of the helpers of one ``DockerCredentials``, may run at the same time. Each
  /// has a thread, three pipes and a process. Further requests wait for their turn, in order; they are suspended and
  /// hold no thread, and ``timeLimit`` begins when their turn comes. The kubelet has no such limit.
  public let concurrencyLimit: Int

  /// The limits given; those left out are the usual ones.
  ///
  /// - Parameters:
  ///   - timeLimit: How long a plugin or helper may run; taken to be between zero and a day, as the next.
  ///   - killDelay: How long it may go on after SIGTERM before it is killed. Within a second of that the caller has the
  ///     answer, also if the system does not end it.
  ///   - outputLimit: How many bytes it may write; taken to be between zero and 1 GiB, as the next.
  ///   - errorOutputLimit: How many bytes of standard error are kept.
  ///   - concurrencyLimit: How many may run at the same time; taken to be between 1 and 1,024.
  public init(
    timeLimit: Duration = .seconds(60), killDelay: Duration = .seconds(1),
    outputLimit: Int = 1 << 20, errorOutputLimit: Int = 64 << 10, concurrencyLimit: Int = 16
  ) {
    self.timeLimit = min(max(timeLimit, .zero), Self.day)
    self.killDelay = min(max(killDelay, .zero), Self.day)
    self.outputLimit = min(max(outputLimit, 0), Self.gibibyte)
    self.errorOutputLimit = min(max(errorOutputLimit, 0), Self.gibibyte)
    self.concurrencyLimit = min(max(concurrencyLimit, 1), 1024)
  }

  /// How long the system may take to end what is killed, before the caller is told that it cannot be stopped.
  static let killGrace = Duration.seconds(1)

  private static let day = Duration.seconds(86_400)
  private static let gibibyte = 1 << 30
}
