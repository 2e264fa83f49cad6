-- Gives the last link of the audit and the limits that stand, "" where none has replaced the plan's own.
return {redis.call('LLEN', KEYS[1] .. ':audit'), redis.call('LINDEX', KEYS[1] .. ':audit', -1) or '',
  redis.call('HGET', key('l', ARGV[1]), ARGV[2]) or ''}
