-- Replaces a limit and writes the link of the audit; gives 0 when another change came between.
local owner, plan, length, before, limits = ARGV[1], ARGV[2], whole(ARGV[3]), ARGV[4], ARGV[5]
local link, number, payload, personal = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
if redis.call('LLEN', KEYS[1] .. ':audit') ~= length then return 0 end
if (redis.call('HGET', key('l', owner), plan) or '') ~= before then return 0 end
redis.call('RPUSH', KEYS[1] .. ':audit', link)
redis.call('HSET', KEYS[1] .. ':payloads', number, payload)
redis.call('HSET', key('l', owner), plan, limits)
if personal == '1' then redis.call('SADD', key('a', owner), number) end
return 1
