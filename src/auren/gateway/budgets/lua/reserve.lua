-- Holds an amount of two budgets, both or neither, for a call that has not left or that leaves at once.
local now, remembered = whole(ARGV[1]), whole(ARGV[2])
local id, owner, person, pool_owner, pool, plan = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local m, t, expires = whole(ARGV[9]), whole(ARGV[10]), whole(ARGV[11])
local kept = {[person] = whole(ARGV[12]), [pool] = whole(ARGV[13])}
local stage = whole(ARGV[18])

local function covers(sums, limit_m, limit_t)
  local function fits(held, spent, more, limit)
    return more == 0 or limit == '-' or held + spent + more <= whole(limit)
  end
  return fits(sums[1], sums[3], m, limit_m) and fits(sums[2], sums[4], t, limit_t)
end

sweep(person, now, remembered)
sweep(pool, now, remembered)
local person_m, person_t = limits_of(owner, plan, ARGV[14], ARGV[15])
local pool_m, pool_t = limits_of(pool_owner, plan, ARGV[16], ARGV[17])
local known = hold_of(id)
if known and known.s ~= owner then return {'other'} end
if known and stage == SENT then
  if known.g >= EXPIRED then return {'gone'} end
  redis.call('HSET', key('h', id), 'g', text(SENT))
end
if not known then
  local none = {0, 0, 0, 0, 0, 0}
  local sums = {[person] = sums_of(person) or none, [pool] = sums_of(pool) or none}
  if not covers(sums[person], person_m, person_t) then return {'person'} end
  if not covers(sums[pool], pool_m, pool_t) then return {'pool'} end
  local index, longest, held = key('s', owner), 0, {}
  redis.call('ZREMRANGEBYSCORE', index, '-inf', text(now))
  for budget, standing in pairs(sums) do
    held[budget] = {'hm', text(whole(standing[1] + m)), 'ht', text(whole(standing[2] + t))}
    for part = 3, #SUMS do
      table.insert(held[budget], SUMS[part])
      table.insert(held[budget], text(standing[part]))
    end
  end
  for budget, fields in pairs(held) do
    local ms = math.ceil((kept[budget] - now) / 1000)
    longest = math.max(longest, ms)
    redis.call('HSET', key('b', budget), unpack(fields))
    redis.call('ZADD', key('e', budget), text(expires), id)
    keep(key('b', budget), ms)
    keep(key('e', budget), ms)
  end
  redis.call('HSET', key('h', id), 's', owner, 'p', person, 'o', pool, 'x', text(expires), 'm', text(m), 't', text(t),
    'g', text(stage), 'sm', '0', 'st', '0', 'u', '0')
  keep(key('h', id), longest)
  redis.call('ZADD', index, text(kept[person]), 'b:' .. person, text(now + longest * 1000), 'h:' .. id)
  keep(index, longest)
end
return {'held', person_m, person_t, unpack(shown(sums_of(person)))}
